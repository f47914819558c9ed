// The page of one image: puts the viewer in the place of the still picture, and listens to mouse, fingers and keys.

import { Instance } from './instance.js';
import { View } from './view.js';

const figure = document.getElementById('viewer');
if (figure) start(figure).catch((problem) => say(figure, `The viewer cannot show this image (${problem.message}).`));
document.addEventListener('keydown', decide);

function say(holder, text) {
  let line = holder.querySelector('.said');
  if (!line) {
    line = document.createElement('p');
    line.className = 'said';
    line.setAttribute('role', 'status');
    holder.append(line);
  }
  line.textContent = text;
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

async function start(holder) {
  const instance = await Instance.open(holder.dataset.instance);
  const canvas = element('canvas', { tabIndex: 0 });
  canvas.setAttribute('aria-label', 'the image; keys: arrows, i, r, 1, m, h, plus and minus');
  const readout = element('span', { className: 'readout' });
  const view = new View(canvas, instance, () => tell(holder, view, readout));
  let loading = null;

  async function go(number) {
    const wanted = Math.min(instance.count, Math.max(1, number));
    loading?.abort();
    const own = (loading = new AbortController());
    try {
      const frame = await instance.frame(wanted, own.signal);
      if (own.signal.aborted) return;
      view.show(frame, wanted);
      slider.value = String(wanted);
    } catch (problem) {
      if (problem.name !== 'AbortError') throw problem;
    }
  }
  const goSafely = (number) => go(number).catch((problem) => say(holder, `Frame ${number}: ${problem.message}.`));

  const tools = { window: 'Window', pan: 'Move', measure: 'Measure' };
  let tool = 'window';
  const buttons = {};
  function choose(name) {
    tool = name;
    for (const [other, button] of Object.entries(buttons)) button.setAttribute('aria-pressed', String(other === name));
  }
  for (const [name, title] of Object.entries(tools)) {
    buttons[name] = element('button', { type: 'button', textContent: title, onclick: () => choose(name) });
  }
  const invert = () => { view.inverted = !view.inverted; view.draw(); };
  const reset = () => { view.reset(); view.draw(); };
  const slider = element('input', {
    type: 'range', min: '1', max: String(instance.count), value: '1', className: 'frames',
    oninput: () => goSafely(Number(slider.value)),
  });
  slider.setAttribute('aria-label', 'frame');
  const opacity = element('input', {
    type: 'range', min: '0', max: '100', value: '0', className: 'opacity',
    oninput: () => { view.opacity = Number(opacity.value) / 100; view.draw(); },
  });
  opacity.setAttribute('aria-label', 'opacity of the tissue map');
  const map = element('label', { hidden: true, className: 'map' }, 'Tissue map ', opacity);
  const bar = element('div', { className: 'tools' },
    ...Object.values(buttons),
    element('button', { type: 'button', textContent: 'Invert', onclick: invert }),
    element('button', { type: 'button', textContent: '1:1', onclick: () => view.oneToOne() }),
    element('button', { type: 'button', textContent: 'Reset', onclick: reset }),
    map);
  if (instance.count > 1) bar.append(element('label', { className: 'map' }, 'Frame ', slider));
  choose('window');

  const still = holder.querySelector('#still');
  holder.prepend(bar);
  holder.append(readout);
  still.after(canvas);
  function size() {
    const scale = Math.min(2, window.devicePixelRatio || 1);
    const width = Math.max(1, Math.round(canvas.clientWidth * scale));
    const height = Math.max(1, Math.round(canvas.clientHeight * scale));
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      if (view.frame) view.fit();
    }
  }
  new ResizeObserver(size).observe(canvas);
  overlay(holder, view, map);
  await go(Math.floor(instance.count / 2) + 1);
  still.hidden = true;
  holder.classList.add('live');
  size();
  listen(canvas, view, () => tool, (step) => goSafely(view.number + step));
  canvas.addEventListener('pointermove', (event) => {
    const [x, y] = place(canvas, event);
    tell(holder, view, readout, view.valueAt(x, y));
  });

  document.addEventListener('keydown', (event) => {
    if (typing(event)) return;
    const middle = [canvas.width / 2, canvas.height / 2];
    switch (event.key) {
      case 'ArrowUp': goSafely(view.number - 1); break;
      case 'ArrowDown': goSafely(view.number + 1); break;
      case 'i': invert(); break;
      case 'r': reset(); break;
      case '1': view.oneToOne(); break;
      case 'm': choose(tool === 'measure' ? 'window' : 'measure'); break;
      case 'h':
        if (map.hidden) return;
        opacity.value = view.opacity > 0 ? '0' : '50';
        opacity.oninput();
        break;
      case '+': view.zoomBy(1.25, ...middle); break;
      case '-': view.zoomBy(0.8, ...middle); break;
      default: return;
    }
    event.preventDefault();
  });
}

/** What is shown, in words and for whoever reads the page with a program. */
function tell(holder, view, readout, under) {
  const { center, width } = view.window;
  const parts = [`centre ${Math.round(center)}, width ${Math.round(width)}`, `${Math.round(view.zoom * 100)} %`];
  if (view.instance.count > 1) parts.unshift(`frame ${view.number} of ${view.instance.count}`);
  if (view.inverted) parts.push('inverted');
  if (view.overlay && view.opacity > 0 && !view.overlayShown) parts.push(`the tissue map is of frame ${view.overlay.frame}`);
  if (view.line) parts.push(view.length());
  if (under) parts.push(`${under.column}, ${under.row}: ${Math.round(under.value * 10) / 10} ${view.instance.unit}`);
  readout.textContent = parts.join(' · ');
  Object.assign(holder.dataset, {
    frame: view.number, center, width, zoom: view.zoom, inverted: view.inverted,
    overlay: view.overlayShown, length: view.line ? view.length() : '',
  });
}

/** The tissue map is the right half of the picture; of a picture that was made otherwise nothing is shown. */
function overlay(holder, view, control) {
  if (!holder.dataset.map) return;
  const [x, y, width, height, whole, frame] = holder.dataset.map.split(',').map(Number);
  const image = new Image();
  image.onload = () => {
    if (image.naturalWidth !== whole) return;
    view.overlay = { image, x, y, width, height, frame };
    control.hidden = false;
    view.draw();
  };
  image.src = holder.dataset.picture;
}

function place(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
}

/** One finger or button is the chosen tool, two fingers move and zoom, the wheel goes through frames or zooms. */
function listen(canvas, view, tool, step) {
  const down = new Map();
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, place(canvas, event));
    if (tool() === 'measure' && down.size === 1 && event.button === 0) {
      const from = view.toImage(...place(canvas, event));
      view.line = { from, to: from };
    }
  });
  canvas.addEventListener('pointermove', (event) => {
    const before = down.get(event.pointerId);
    if (!before) return;
    const now = place(canvas, event);
    if (down.size === 2) {
      const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      const distance = (a) => Math.max(1, Math.hypot(a[0] - other[0], a[1] - other[1]));
      view.zoomBy(distance(now) / distance(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      view.panBy((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    } else if (tool() === 'pan' || event.shiftKey || event.buttons & 6) {
      view.panBy(now[0] - before[0], now[1] - before[1]);
    } else if (tool() === 'measure') {
      view.line.to = view.toImage(...now);
      view.draw();
    } else {
      view.windowBy(now[0] - before[0], now[1] - before[1]);
    }
    down.set(event.pointerId, now);
  });
  for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, (event) => down.delete(event.pointerId));
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    if (view.instance.count > 1 && !event.ctrlKey) {
      step(Math.sign(event.deltaY));
    } else {
      view.zoomBy(event.deltaY < 0 ? 1.15 : 1 / 1.15, ...place(canvas, event));
    }
  }, { passive: false });
}

function typing(event) {
  return event.ctrlKey || event.altKey || event.metaKey
    || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== 'range';
}

/** Left and right are the images of the exam; a and x lead to a decision, which Enter then confirms. */
function decide(event) {
  if (typing(event)) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const follow = (id) => document.getElementById(id)?.click();
  switch (event.key) {
    case 'ArrowLeft': follow('before'); break;
    case 'ArrowRight': follow('after'); break;
    case 'a': ask('accept', 'Enter accepts this image, Escape goes back.'); break;
    case 'x': ask('reason', 'Choose a reason, then Reject. Escape goes back.'); break;
    case 'Escape': document.activeElement?.blur(); break;
    default: return;
  }
  event.preventDefault();
}

function ask(id, words) {
  document.getElementById(id).focus();
  say(document.getElementById('review'), words);
}
