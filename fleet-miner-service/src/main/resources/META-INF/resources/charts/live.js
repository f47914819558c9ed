// Charts that can be zoomed and read off, on demand: the page has drawn them already, so that nothing is missed
// without this. Where the numbers are, each chart says itself. No style is set in mark-up, no text is taken for mark-up.

const LIBRARY = '/charts/echarts.common.min.js';

let library;

/** The library, loaded when somebody first wants it. */
function charts() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = LIBRARY;
    script.onload = () => done(window.echarts);
    script.onerror = () => failed(new Error('the charts library did not load'));
    document.head.append(script);
  });
  return library;
}

async function numbers(addresses) {
  return Promise.all(
    addresses.map(async address => {
      const answer = await fetch(address, { headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error('the numbers did not load');
      return { scanner: decodeURIComponent(address.split('/')[2]), ...(await answer.json()) };
    }));
}

/** Colours of the page's theme. */
function colours() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    ['ink', 'faint', 'line', 'card', 'accent', 'ok', 'bad', 'days', 'rise', 'fall', 'sixth']
      .map(name => [name, style.getPropertyValue('--' + name).trim()]));
}

function line(name, data, colour, more = {}) {
  return { name, type: 'line', data, showSymbol: false, color: colour, lineStyle: { width: 1.8 }, ...more };
}

function axes(theme, grids, unit) {
  const label = { color: theme.faint };
  const rule = { lineStyle: { color: theme.line } };
  const last = grids.length - 1;
  return {
    xAxis: grids.map((grid, i) => ({
      type: 'time', gridIndex: i, axisLabel: { ...label, show: i === last, hideOverlap: true }, axisLine: rule, splitLine: { show: true, ...rule },
    })),
    yAxis: grids.map((grid, i) => ({
      type: 'value', gridIndex: i, name: i === 0 ? unit : 'sums', nameTextStyle: { ...label, align: 'right' }, nameGap: 10,
      axisLabel: label, splitLine: rule, scale: true,
    })),
  };
}

function frame(theme, grids, unit) {
  return {
    aria: { enabled: true },
    animation: false,
    textStyle: { color: theme.ink, fontFamily: getComputedStyle(document.body).fontFamily },
    grid: grids,
    legend: { top: 0, textStyle: { color: theme.ink }, type: 'scroll' },
    tooltip: {
      trigger: 'axis', renderMode: 'richText', backgroundColor: theme.card, borderColor: theme.line, textStyle: { color: theme.ink },
      valueFormatter: value => (typeof value === 'number' ? value.toFixed(2) : '-'),
    },
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    dataZoom: [
      { type: 'inside', xAxisIndex: grids.map((grid, i) => i) },
      { type: 'slider', xAxisIndex: grids.map((grid, i) => i), bottom: 4, height: 22, textStyle: { color: theme.faint } },
    ],
    ...axes(theme, grids, unit),
  };
}

/** One feature of one scanner: values with limits, sums with theirs, and the days of the change. */
function control(evidence, theme) {
  const of = value => evidence.chart.map(point => [point.day, value(point)]);
  const dashed = { lineStyle: { width: 1, type: 'dashed' } };
  const below = { xAxisIndex: 1, yAxisIndex: 1 };
  const since = evidence.since;
  const change = since && {
    markArea: { silent: true, itemStyle: { color: theme.days }, data: [[{ xAxis: since.earliest }, { xAxis: since.latest }]] },
    markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: theme.bad, type: 'solid' }, data: [{ xAxis: since.day }] },
  };
  return {
    ...frame(theme, [{ left: 52, right: 16, top: 56, height: '46%' }, { left: 52, right: 16, bottom: 56, height: '19%' }], evidence.unit),
    series: [
      line("day's deviation", of(point => point.value), theme.accent, { showSymbol: true, symbolSize: 5, ...change }),
      line('upper limit', of(point => point.high), theme.ok, dashed),
      line('lower limit', of(point => point.low), theme.ok, dashed),
      line('sum for a rise', of(point => point.cusumUp), theme.rise, below),
      line('sum for a fall', of(point => -Math.abs(point.cusumDown)), theme.fall, below),
      line('decides at (rise)', of(point => point.cusumLimit), theme.ok, { ...dashed, ...below }),
      line('decides at (fall)', of(point => -point.cusumLimit), theme.ok, { ...dashed, ...below }),
    ],
  };
}

/** One feature of several scanners. */
function comparison(all, theme) {
  const inks = [theme.accent, theme.rise, theme.fall, theme.ok, theme.bad, theme.sixth];
  return {
    ...frame(theme, [{ left: 52, right: 16, top: 56, bottom: 56 }], all[0].unit),
    series: all.map((evidence, i) =>
      line(evidence.scanner, evidence.chart.map(point => [point.day, point.value]), inks[i], { showSymbol: true, symbolSize: 5 })),
  };
}

async function enliven(place, button) {
  button.disabled = true;
  try {
    const addresses = place.dataset.chart.split(' ');
    const [echarts, all] = await Promise.all([charts(), numbers(addresses)]);
    place.classList.add('live');
    const plot = echarts.init(place.querySelector('.plot'), null, { renderer: 'canvas' });
    const draw = () => {
      const theme = colours();
      plot.setOption(all.length === 1 ? control(all[0], theme) : comparison(all, theme), true);
      place.dataset.drawn = all.map(evidence => evidence.chart.length).join(' ');
    };
    draw();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
    new ResizeObserver(() => plot.resize()).observe(place);
    button.remove();
  } catch (e) {
    // The drawing of the page stays; the button says why it is not another one.
    button.textContent = 'Not now: ' + e.message;
    button.disabled = false;
  }
}

for (const place of document.querySelectorAll('.charted[data-chart]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'closer';
  button.textContent = 'Zoom and read off';
  button.addEventListener('click', () => enliven(place, button));
  place.after(button);
}
