-- A database to watch: RuVector's tables with some rows, vector indexes and batch jobs. Loading it again changes nothing.
-- Vectors are plain arrays here and their indexes B-trees, so that no extension is needed; the names are those of the real ones.

CREATE TABLE IF NOT EXISTS memory_entries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  namespace text NOT NULL DEFAULT 'default',
  key text NOT NULL,
  value jsonb NOT NULL DEFAULT '{}',
  embedding real[],
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (namespace, key)
);
CREATE TABLE IF NOT EXISTS patterns (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  confidence real NOT NULL DEFAULT 0.5,
  embedding real[],
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS pattern_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pattern_id bigint NOT NULL REFERENCES patterns ON DELETE CASCADE,
  confidence real NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS trajectories (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  task text NOT NULL UNIQUE,
  reward real NOT NULL DEFAULT 0,
  embedding real[],
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS graph_nodes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  label text NOT NULL UNIQUE,
  embedding real[]
);
CREATE TABLE IF NOT EXISTS graph_edges (
  source_id bigint NOT NULL REFERENCES graph_nodes ON DELETE CASCADE,
  target_id bigint NOT NULL REFERENCES graph_nodes ON DELETE CASCADE,
  weight real NOT NULL DEFAULT 1,
  PRIMARY KEY (source_id, target_id)
);
CREATE TABLE IF NOT EXISTS hyperbolic_embeddings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entity text NOT NULL UNIQUE,
  curvature real NOT NULL DEFAULT -1,
  embedding real[]
);
CREATE TABLE IF NOT EXISTS vector_indexes (
  namespace text NOT NULL DEFAULT 'default',
  index_name text NOT NULL,
  index_type text NOT NULL DEFAULT 'hnsw',
  dimensions integer NOT NULL,
  metric text NOT NULL DEFAULT 'cosine',
  parameters jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (namespace, index_name)
);
CREATE TABLE IF NOT EXISTS sessions (
  id text PRIMARY KEY,
  state jsonb NOT NULL DEFAULT '{}',
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS metadata (
  key text PRIMARY KEY,
  value jsonb NOT NULL
);
CREATE TABLE IF NOT EXISTS batch_jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job_name text NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'running', 'succeeded', 'failed')),
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);

CREATE INDEX IF NOT EXISTS idx_memory_embedding_hnsw ON memory_entries (embedding);
CREATE INDEX IF NOT EXISTS idx_patterns_embedding_hnsw ON patterns (embedding);
CREATE INDEX IF NOT EXISTS idx_trajectories_embedding_hnsw ON trajectories (embedding);
CREATE INDEX IF NOT EXISTS idx_graph_nodes_embedding_hnsw ON graph_nodes (embedding);
CREATE INDEX IF NOT EXISTS idx_hyperbolic_embedding_hnsw ON hyperbolic_embeddings (embedding);
CREATE INDEX IF NOT EXISTS idx_memory_updated_at ON memory_entries (updated_at);
CREATE INDEX IF NOT EXISTS idx_patterns_updated_at ON patterns (updated_at);
CREATE INDEX IF NOT EXISTS idx_batch_jobs_latest ON batch_jobs (job_name, started_at DESC);

-- 32 dimensions, different in each row and the same each time.
CREATE OR REPLACE FUNCTION demo_embedding(seed bigint) RETURNS real[] LANGUAGE sql IMMUTABLE AS
  'SELECT array_agg(round(sin(seed * 12.9898 + place * 78.233)::numeric, 4)::real ORDER BY place) FROM generate_series(1, 32) AS place';

INSERT INTO memory_entries (namespace, key, value, embedding)
  SELECT 'demo', 'entry-' || n, jsonb_build_object('n', n), demo_embedding(n) FROM generate_series(1, 2000) AS n
  ON CONFLICT DO NOTHING;
INSERT INTO patterns (name, confidence, embedding)
  SELECT 'pattern-' || n, (n % 100) / 100.0, demo_embedding(10000 + n) FROM generate_series(1, 500) AS n
  ON CONFLICT DO NOTHING;
INSERT INTO trajectories (task, reward, embedding)
  SELECT 'task-' || n, (n % 10) / 10.0, demo_embedding(20000 + n) FROM generate_series(1, 500) AS n
  ON CONFLICT DO NOTHING;
INSERT INTO graph_nodes (label, embedding)
  SELECT 'node-' || n, demo_embedding(30000 + n) FROM generate_series(1, 200) AS n
  ON CONFLICT DO NOTHING;
INSERT INTO graph_edges (source_id, target_id)
  SELECT a.id, b.id FROM graph_nodes a JOIN graph_nodes b ON b.id = a.id + 1
  ON CONFLICT DO NOTHING;
INSERT INTO hyperbolic_embeddings (entity, embedding)
  SELECT 'entity-' || n, demo_embedding(40000 + n) FROM generate_series(1, 200) AS n
  ON CONFLICT DO NOTHING;
INSERT INTO pattern_history (pattern_id, confidence)
  SELECT id, confidence FROM patterns WHERE NOT EXISTS (SELECT FROM pattern_history);
INSERT INTO vector_indexes (namespace, index_name, dimensions)
  SELECT 'demo', name, 32
  FROM unnest(ARRAY['idx_memory_embedding_hnsw', 'idx_patterns_embedding_hnsw', 'idx_trajectories_embedding_hnsw',
                    'idx_graph_nodes_embedding_hnsw', 'idx_hyperbolic_embedding_hnsw']) AS name
  ON CONFLICT DO NOTHING;
INSERT INTO metadata (key, value) VALUES ('schema_version', '"1.0.0"') ON CONFLICT DO NOTHING;
INSERT INTO batch_jobs (job_name, status, finished_at)
  SELECT name, 'succeeded', now() FROM unnest(ARRAY['embedding-refresh', 'pattern-consolidation']) AS name
  WHERE NOT EXISTS (SELECT FROM batch_jobs);

ANALYZE memory_entries, patterns, pattern_history, trajectories, graph_nodes, graph_edges, hyperbolic_embeddings,
  vector_indexes, sessions, metadata, batch_jobs;
