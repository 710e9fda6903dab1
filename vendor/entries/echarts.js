// The chart types and components that the preview draws with.
import { BarChart, GaugeChart, LineChart, PieChart } from 'echarts/charts'
import { AxisPointerComponent, GridComponent, TooltipComponent } from 'echarts/components'
import * as core from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'

core.use([
  BarChart,
  GaugeChart,
  LineChart,
  PieChart,
  AxisPointerComponent,
  GridComponent,
  TooltipComponent,
  CanvasRenderer,
  SVGRenderer,
])

export const { getInstanceByDom, init, setPlatformAPI } = core
