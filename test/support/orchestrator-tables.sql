-- The orchestrator's tables as its migrations create them, and the two of the event store that its projections follow.
CREATE TABLE orchestrator_generations (
  id UUID PRIMARY KEY,
  replica_set TEXT NOT NULL,
  total_partitions INT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX idx_generations_replica_set ON orchestrator_generations (replica_set, created_at DESC);
CREATE TABLE orchestrator_workers (
  id UUID PRIMARY KEY,
  replica_set TEXT NOT NULL,
  generation_id UUID NOT NULL REFERENCES orchestrator_generations (id),
  partition_key INT NOT NULL DEFAULT -1,
  state TEXT NOT NULL DEFAULT 'pending',
  last_heartbeat TIMESTAMPTZ,
  started_at TIMESTAMPTZ
);
CREATE TABLE projection_checkpoints (
  projection_name TEXT PRIMARY KEY,
  last_global_position BIGINT NOT NULL DEFAULT 0,
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE TABLE events (
  global_position BIGSERIAL PRIMARY KEY,
  event_type TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
