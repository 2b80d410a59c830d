// Draws the charts of the page. A chart is a table and a way to draw it: what is in "data as a table" is what is drawn, no more and no less.
'use strict';
(() => {
  const charts = JSON.parse(document.getElementById('data').textContent);

  // ---- numbers as people read them

  const scaled = (value, steps) => {
    const [size, unit] = steps.find(([size]) => Math.abs(value) >= size) ?? steps[steps.length - 1];
    return [value / size, unit];
  };
  const short = value => Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 9 });
  const durations = [[86_400e9, 'd'], [3_600e9, 'h'], [60e9, 'min'], [1e9, 's'], [1e6, 'ms'], [1e3, 'us'], [1, 'ns']];
  const duration = ns => { const [value, unit] = scaled(ns, durations); return `${short(value)} ${unit}`; };
  const counted = value => { const [number, unit] = scaled(value, [[1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, '']]); return short(number) + unit; };
  const percent = share => `${short(share * 100)} %`;
  const exact = value => value.toLocaleString('en-US', { maximumFractionDigits: 9 });
  const bytes = value => { const [number, unit] = scaled(value, [[2 ** 40, 'TiB'], [2 ** 30, 'GiB'], [2 ** 20, 'MiB'], [2 ** 10, 'KiB'], [1, 'B']]); return `${short(number)} ${unit}`; };
  const units = {
    text: { axis: String, cell: String },
    count: { axis: counted, cell: exact },
    bytes: { axis: bytes, cell: exact },
    time: { axis: duration, cell: exact },
    share: { axis: percent, cell: value => percent(value) },
    price: { axis: short, cell: exact },
  };
  // What the cells of a column are exactly, for its heading.
  const measure = { time: 'ns', bytes: 'bytes' };

  // ---- the page

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const escape = text => String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
  const narrow = chart => chart.box.clientWidth < 560;
  let colours;
  const readColours = () => {
    const style = getComputedStyle(document.documentElement);
    const of = name => style.getPropertyValue(`--${name}`).trim();
    colours = { text: of('text'), soft: of('soft'), rule: of('rule'), grid: of('grid'), panel: of('panel'), cold: of('cold'), warm: of('warm'), series: Array.from({ length: 8 }, (_, i) => of(`c${i}`)) };
  };
  const colour = i => colours.series[i % colours.series.length];

  const table = chart => {
    const heading = column => element('th', { scope: 'col', className: column.unit === 'text' ? 'text' : '' }, measure[column.unit] ? `${column.name}, ${measure[column.unit]}` : column.name);
    const cell = (value, i) => {
      const { unit } = chart.columns[i];
      const text = value === null ? '' : units[unit].cell(value);
      return i === 0 ? element('th', { scope: 'row' }, text) : element('td', { className: unit === 'text' ? 'text' : '' }, text);
    };
    return element('table', {},
      element('caption', {}, chart.title),
      element('thead', {}, element('tr', {}, ...chart.columns.map(heading))),
      element('tbody', {}, ...chart.rows.map(row => element('tr', {}, ...row.map(cell)))));
  };

  // ---- what all charts with axes have in common

  const axis = (column, more, labels = {}) => ({
    name: column.name,
    nameLocation: 'middle',
    nameTextStyle: { color: colours.soft, fontSize: 12 },
    axisLabel: { color: colours.soft, fontSize: 12, hideOverlap: true, formatter: units[column.unit].axis, ...labels },
    axisLine: { lineStyle: { color: colours.rule } },
    axisTick: { lineStyle: { color: colours.rule } },
    splitLine: { lineStyle: { color: colours.grid } },
    ...more,
  });
  // An axis of time has its ticks at round numbers of the unit that fits it, not of nanoseconds.
  const clock = (column, rows, index) => {
    if (column.unit !== 'time') return { column, of: value => value };
    const [, unit] = scaled(Math.max(...rows.map(row => row[index])), durations);
    const [size] = durations.find(([, name]) => name === unit);
    return { column: { name: `${column.name}, ${unit}`, unit: 'count' }, of: value => value / size };
  };
  const tooltip = (trigger, formatter) => ({
    trigger,
    formatter,
    confine: true,
    className: 'tooltip',
    backgroundColor: colours.panel,
    borderColor: colours.rule,
    textStyle: { color: colours.text },
    axisPointer: { lineStyle: { color: colours.soft }, label: { show: false } },
  });
  const legend = () => ({ top: 0, left: 0, type: 'scroll', icon: 'roundRect', itemWidth: 14, itemHeight: 10, textStyle: { color: colours.text, fontSize: 12 }, inactiveColor: colours.soft, pageTextStyle: { color: colours.text } });
  const grid = { left: 8, right: 16, top: 36, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'all' };
  const rowText = (chart, index) => chart.columns.map((column, i) => chart.rows[index][i] === null ? '' : `${escape(column.name)}: <b>${escape(column.unit === 'text' ? chart.rows[index][i] : units[column.unit].axis(chart.rows[index][i]))}</b>`).filter(Boolean).join('<br>');

  // ---- a way to draw a table each

  const lines = (chart, stacked) => {
    const [first, ...others] = chart.columns;
    const x = chart.logX ? { column: first, of: value => value } : clock(first, chart.rows, 0);
    // A logarithmic axis has no place for 0: its bottom, a tenth of the least that there is, stands for it.
    const least = Math.min(...chart.rows.flatMap(row => row.slice(1)).filter(value => value > 0));
    const bottom = chart.logY ? 10 ** (Math.ceil(Math.log10(least)) - 1) : 0;
    const shown = value => value === null ? null : Math.max(value, bottom);
    return {
      legend: legend(),
      grid,
      tooltip: tooltip('axis', hits => rowText(chart, hits[0].dataIndex)),
      xAxis: axis(x.column, { type: chart.logX ? 'log' : 'value', logBase: first.unit === 'bytes' ? 2 : 10, min: chart.logX ? 'dataMin' : 0, max: 'dataMax', nameGap: 28, splitLine: { show: false }, splitNumber: narrow(chart) ? 3 : 6 }, { showMinLabel: !chart.logX, showMaxLabel: false }),
      yAxis: axis(others[0], { name: chart.axis, type: chart.logY ? 'log' : 'value', nameRotate: 90, nameGap: 12, min: bottom }),
      series: others.map((column, i) => ({
        type: 'line',
        name: column.name,
        data: chart.rows.map(row => [x.of(row[0]), shown(row[i + 1])]),
        stack: stacked ? 'all' : undefined,
        step: chart.steps ? 'end' : false,
        areaStyle: stacked ? { color: colour(i), opacity: .55 } : undefined,
        lineStyle: { color: colour(i), width: stacked ? 1 : 2, type: stacked ? 'solid' : ['solid', 'dashed', 'dotted'][i % 3] },
        itemStyle: { color: colour(i) },
        symbol: 'circle',
        symbolSize: 5,
        showSymbol: chart.marks === true,
        connectNulls: true,
        emphasis: { disabled: true },
      })),
    };
  };

  const flows = chart => {
    // Pages go both ways between two places, which a Sankey diagram cannot show of one of them: each stands on the left, where they leave, and on the right, where they come to.
    const [from, to, why, pages] = [0, 1, 2, 3];
    const places = index => [...new Set(chart.rows.map(row => row[index]))];
    const boxes = (index, depth) => places(index).sort((a, b) => chart.order.indexOf(a) - chart.order.indexOf(b)).map(name => ({
      name: `${depth} ${name}`,
      depth,
      itemStyle: { color: colours.soft, borderWidth: 0 },
      label: { position: depth ? 'left' : 'right', formatter: name, color: colours.text, fontSize: 13, textBorderColor: colours.panel, textBorderWidth: 3 },
    }));
    const colourOf = reason => colour(chart.reasons.indexOf(reason));
    chart.key.replaceChildren(...places(why).map(reason => {
      const item = element('li', {}, reason);
      item.style.setProperty('--swatch', colourOf(reason));
      return item;
    }));
    return {
      tooltip: tooltip('item', hit => hit.dataType === 'edge' ? rowText(chart, hit.dataIndex) : escape(hit.name.slice(2))),
      series: [{
        type: 'sankey',
        left: 8, right: 8, top: 8, bottom: 8,
        nodeWidth: 12,
        nodeGap: 14,
        layoutIterations: 0,
        draggable: false,
        emphasis: { disabled: true },
        data: [...boxes(from, 0), ...boxes(to, 1)],
        links: chart.rows.map(row => ({ source: `0 ${row[from]}`, target: `1 ${row[to]}`, value: row[pages], lineStyle: { color: colourOf(row[why]), opacity: .55, curveness: .5 } })),
      }],
    };
  };

  const bars = chart => {
    const [first, ...others] = chart.columns;
    return {
      legend: legend(),
      grid,
      tooltip: tooltip('axis', hits => rowText(chart, hits[0].dataIndex)),
      xAxis: axis(others[0], { name: chart.axis, type: 'value', min: 0, max: others[0].unit === 'share' ? 1 : undefined, nameGap: 28, splitNumber: narrow(chart) ? 4 : 10 }),
      yAxis: axis(first, { name: '', type: 'category', inverse: true, data: chart.rows.map(row => row[0]) }, { color: colours.text, width: narrow(chart) ? 90 : 180, overflow: 'truncate' }),
      series: others.map((column, i) => ({
        type: 'bar',
        name: column.name,
        stack: 'all',
        barMaxWidth: 36,
        data: chart.rows.map(row => row[i + 1]),
        itemStyle: { color: colour(i) },
        emphasis: { disabled: true },
      })),
    };
  };

  const mix = (low, high, share) => {
    const parts = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
    const [a, b] = [parts(low), parts(high)];
    return a.map((part, i) => Math.round(part + (b[i] - part) * share));
  };
  const heat = chart => {
    const [x, y, value] = chart.columns;
    const distinct = index => [...new Set(chart.rows.map(row => row[index]))];
    const [columns, rows] = [distinct(0), distinct(1)];
    const values = chart.rows.map(row => row[2]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const labelled = chart.box.clientWidth / columns.length > 78;
    const luminance = share => mix(colours.cold, colours.warm, share).reduce((sum, part, i) => sum + part * [.299, .587, .114][i], 0);
    return {
      grid: { ...grid, top: 8, bottom: 64 },
      tooltip: tooltip('item', hit => rowText(chart, hit.dataIndex)),
      xAxis: axis(x, { type: 'category', data: columns, nameGap: 28, splitLine: { show: false } }),
      yAxis: axis(y, { type: 'category', data: rows, nameRotate: 90, nameGap: 12, splitLine: { show: false }, show: y.name !== '' }),
      visualMap: { type: 'continuous', min: low, max: high === low ? low + 1 : high, orient: 'horizontal', left: 'center', bottom: 0, itemWidth: 12, itemHeight: 160, calculable: false, text: [high, low].map(units[value.unit].axis), textStyle: { color: colours.soft }, inRange: { color: [colours.cold, colours.warm] } },
      series: [{
        type: 'heatmap',
        data: chart.rows.map(row => ({
          value: [columns.indexOf(row[0]), rows.indexOf(row[1]), row[2]],
          label: { color: luminance(high === low ? 0 : (row[2] - low) / (high - low)) > 118 ? '#111' : '#fff' },
        })),
        label: { show: labelled, fontSize: 12, formatter: hit => units[value.unit].axis(hit.value[2]) },
        itemStyle: { borderColor: colours.panel, borderWidth: 2 },
        emphasis: { disabled: true },
      }],
    };
  };

  const front = chart => {
    const [x, y, name] = chart.columns;
    const on = chart.rows.map((row, i) => [row[0], row[1], i]).filter(([, , i]) => chart.rows[i][3] === 'yes').sort((a, b) => a[0] - b[0]);
    const off = chart.rows.map((row, i) => [row[0], row[1], i]).filter(([, , i]) => chart.rows[i][3] !== 'yes');
    return {
      legend: legend(),
      grid,
      tooltip: tooltip('item', hit => rowText(chart, hit.value[2])),
      xAxis: axis(x, { type: 'value', scale: true, nameGap: 28, splitNumber: narrow(chart) ? 3 : 6 }),
      yAxis: axis(y, { type: 'value', scale: true, nameRotate: 90, nameGap: 12 }),
      series: [
        { type: 'scatter', name: 'other runs', data: off, symbol: 'circle', symbolSize: 9, itemStyle: { color: colour(6), opacity: .7 }, emphasis: { disabled: true } },
        { type: 'line', name: 'nothing is both cheaper and faster', data: on, symbol: 'diamond', symbolSize: 12, step: 'end', lineStyle: { color: colour(1), width: 1.5, type: 'dashed' }, itemStyle: { color: colour(1) }, emphasis: { disabled: true } },
      ],
    };
  };

  const ways = { stack: chart => lines(chart, true), lines: chart => lines(chart, false), flows, bars, heat, front };

  // ---- drawing, and drawing again where light, size or font change

  const draw = chart => {
    chart.drawn ??= echarts.init(chart.box, null, { renderer: 'svg' });
    chart.drawn.resize();
    chart.drawn.setOption({ animation: false, textStyle: { fontFamily: 'system-ui, sans-serif' }, ...ways[chart.kind](chart) }, true);
  };
  charts.forEach((chart, i) => {
    const id = `chart-${i}`;
    chart.box = document.getElementById(id);
    chart.key = document.getElementById(`${id}-key`);
    chart.title = document.getElementById(`${id}-title`).textContent;
    chart.box.style.setProperty('--rows', chart.rows.length);
    document.getElementById(`${id}-table`).append(table(chart));
  });

  const drawAll = () => { readColours(); charts.forEach(draw); };
  drawAll();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  let width = innerWidth;
  addEventListener('resize', () => {
    // On phones the height changes whenever the page is scrolled.
    if (innerWidth !== width) {
      width = innerWidth;
      drawAll();
    }
  });
})();
