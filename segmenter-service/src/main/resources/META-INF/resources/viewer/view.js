// A canvas that shows one frame: window and level, zoom, pan, inversion, the tissue map over it, a measured line.

const BLACK = 0xff000000;

export class View {
  #context;
  #pixels = null;
  #asked = false;

  constructor(canvas, instance, changed) {
    this.canvas = canvas;
    this.instance = instance;
    this.changed = changed;
    this.#context = canvas.getContext('2d', { alpha: false });
    this.frame = null;
    this.number = 0;
    this.overlay = null;
    this.opacity = 0;
    this.line = null;
    this.window = { center: 0, width: 1 };
    this.inverted = false;
    this.zoom = 1;
    this.x = 0;
    this.y = 0;
  }

  /** Shows a frame; the first one in the header's window and as a whole. */
  show(frame, number) {
    const begins = this.frame === null;
    this.frame = frame;
    this.number = number;
    if (begins) this.reset();
    this.draw();
  }

  reset() {
    const { slope, intercept } = this.instance.rescale(this.number);
    const { low, high, samples } = this.frame;
    const ends = [low * slope + intercept, high * slope + intercept];
    const own = samples === 1 ? this.instance.window(this.number) : { center: 128, width: 256 };
    this.window = own ?? { center: (ends[0] + ends[1]) / 2, width: Math.max(1, Math.abs(ends[1] - ends[0])) };
    this.inverted = false;
    this.line = null;
    this.fit();
  }

  /** The whole image, in the middle. */
  fit() {
    const { rows, columns } = this.instance;
    this.zoom = Math.min(this.canvas.width / columns, this.canvas.height / rows);
    this.#centre();
  }

  /** One pixel of the image is one of the screen. */
  oneToOne() {
    const middle = this.toImage(this.canvas.width / 2, this.canvas.height / 2);
    this.zoom = 1;
    this.x = this.canvas.width / 2 - middle.x;
    this.y = this.canvas.height / 2 - middle.y;
    this.draw();
  }

  #centre() {
    this.x = (this.canvas.width - this.instance.columns * this.zoom) / 2;
    this.y = (this.canvas.height - this.instance.rows * this.zoom) / 2;
    this.draw();
  }

  /** Zooms about a point of the canvas. */
  zoomBy(factor, x, y) {
    const zoom = Math.min(40, Math.max(0.02, this.zoom * factor));
    this.x = x - (x - this.x) * (zoom / this.zoom);
    this.y = y - (y - this.y) * (zoom / this.zoom);
    this.zoom = zoom;
    this.draw();
  }

  panBy(x, y) {
    this.x += x;
    this.y += y;
    this.draw();
  }

  /** A drag over the whole canvas is twice the window, or the range of the values where that is more. */
  windowBy(across, down) {
    const { slope } = this.instance.rescale(this.number);
    const range = Math.max(2 * this.window.width, Math.abs((this.frame.high - this.frame.low) * slope) / 4);
    const step = range / Math.max(this.canvas.width, 1);
    this.window = {
      center: this.window.center - down * step,
      width: Math.max(1, this.window.width + across * step),
    };
    this.draw();
  }

  toImage(x, y) {
    return { x: (x - this.x) / this.zoom, y: (y - this.y) / this.zoom };
  }

  /** The rescaled value at a point of the canvas, or null outside and for colour. */
  valueAt(x, y) {
    const at = this.toImage(x, y);
    const column = Math.floor(at.x);
    const row = Math.floor(at.y);
    const { rows, columns, samples } = this.instance;
    if (!this.frame || samples !== 1 || row < 0 || column < 0 || row >= rows || column >= columns) return null;
    const { slope, intercept } = this.instance.rescale(this.number);
    return { row, column, value: this.frame.levels[0].values[row * columns + column] * slope + intercept };
  }

  /** The length of the line in words: millimetres where spacing is known, else pixels. */
  length() {
    const across = this.line.to.x - this.line.from.x;
    const down = this.line.to.y - this.line.from.y;
    const spacing = this.instance.spacing(this.number);
    return spacing
      ? `${Math.hypot(across * spacing.column, down * spacing.row).toFixed(1)} mm${spacing.where}`
      : `${Math.hypot(across, down).toFixed(0)} pixels`;
  }

  /** Draws once before the browser shows its next picture. */
  draw() {
    if (this.#asked || !this.frame) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#paint();
      this.changed();
    });
  }

  /** Levels of grey for each stored value (PS3.3, C.11.2.1.2.1). */
  #levels() {
    const { low, high } = this.frame;
    const { slope, intercept } = this.instance.rescale(this.number);
    const { center, width } = this.window;
    const colour = this.frame.samples === 3;
    const begin = center - 0.5 - (width - 1) / 2;
    const span = Math.max(width - 1, 1e-9);
    const flipped = this.inverted !== (this.instance.inverted && !colour);
    const levels = new Uint8Array(high - low + 1);
    for (let i = 0; i < levels.length; i++) {
      const value = colour ? low + i : (low + i) * slope + intercept;
      const level = Math.min(1, Math.max(0, (value - begin) / span));
      levels[i] = Math.round(255 * (flipped ? 1 - level : level));
    }
    return levels;
  }

  #paint() {
    const { width, height } = this.canvas;
    if (!this.#pixels || this.#pixels.width !== width || this.#pixels.height !== height) {
      this.#pixels = this.#context.createImageData(width, height);
    }
    const out = new Uint32Array(this.#pixels.data.buffer);
    const levels = this.#levels();
    const { low, samples } = this.frame;
    let depth = 0;
    while (depth + 1 < this.frame.levels.length && this.zoom * 2 ** (depth + 1) <= 1) depth++;
    const { values, rows, columns } = this.frame.levels[depth];
    const zoom = this.zoom * 2 ** depth;
    const from = new Int32Array(width);
    for (let x = 0; x < width; x++) {
      const column = Math.floor((x + 0.5 - this.x) / zoom);
      from[x] = column < 0 || column >= columns ? -1 : column * samples;
    }
    let to = 0;
    for (let y = 0; y < height; y++) {
      const row = Math.floor((y + 0.5 - this.y) / zoom);
      if (row < 0 || row >= rows) {
        out.fill(BLACK, to, to + width);
        to += width;
        continue;
      }
      const line = row * columns * samples;
      for (let x = 0; x < width; x++, to++) {
        const at = from[x];
        if (at < 0) {
          out[to] = BLACK;
        } else if (samples === 1) {
          const grey = levels[values[line + at] - low];
          out[to] = BLACK | (grey << 16) | (grey << 8) | grey;
        } else {
          out[to] = BLACK | (levels[values[line + at + 2] - low] << 16)
            | (levels[values[line + at + 1] - low] << 8) | levels[values[line + at] - low];
        }
      }
    }
    this.#context.putImageData(this.#pixels, 0, 0);
    this.#paintOverlay();
    this.#paintLine();
  }

  get overlayShown() {
    return this.overlay !== null && this.opacity > 0 && this.overlay.frame === this.number;
  }

  #paintOverlay() {
    if (!this.overlayShown) return;
    const { image, x, y, width, height } = this.overlay;
    const { rows, columns } = this.instance;
    const context = this.#context;
    context.save();
    context.globalAlpha = this.opacity;
    context.imageSmoothingEnabled = false;
    context.drawImage(image, x, y, width, height, this.x, this.y, columns * this.zoom, rows * this.zoom);
    context.restore();
  }

  #paintLine() {
    if (!this.line) return;
    const context = this.#context;
    const at = (point) => [this.x + point.x * this.zoom, this.y + point.y * this.zoom];
    const [x1, y1] = at(this.line.from);
    const [x2, y2] = at(this.line.to);
    const size = Math.max(14, Math.round(this.canvas.width / 60));
    context.save();
    context.lineWidth = 2;
    context.strokeStyle = '#ffd166';
    context.fillStyle = '#ffd166';
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    for (const [x, y] of [[x1, y1], [x2, y2]]) context.fillRect(x - 3, y - 3, 6, 6);
    context.shadowColor = '#000';
    context.shadowBlur = 4;
    context.fillText(this.length(), Math.min(x2 + 8, this.canvas.width - 9 * size), Math.max(size, y2 - 8));
    context.restore();
  }
}
