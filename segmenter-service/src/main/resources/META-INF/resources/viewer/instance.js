// One instance over DICOMweb: what its metadata says of its pixels, and its frames as the server decodes them (PS3.18, 10.4).

/** As many decoded frames are kept; one of a large mammogram has 27 MB. */
const FRAMES_KEPT = 4;

const first = (set, tag) => set?.[tag]?.Value?.[0];
const numbers = (set, tag) => (set?.[tag]?.Value ?? []).map(Number).filter(Number.isFinite);

export class Instance {
  #frames = new Map();

  constructor(address, header) {
    this.address = address;
    this.header = header;
    this.rows = first(header, '00280010');
    this.columns = first(header, '00280011');
    this.samples = first(header, '00280002') ?? 1;
    this.bits = first(header, '00280100');
    this.signed = first(header, '00280103') === 1;
    this.count = Math.max(1, Number(first(header, '00280008') ?? 1));
    this.inverted = first(header, '20500020') === 'INVERSE'
      || (!header['20500020'] && first(header, '00280004') === 'MONOCHROME1');
    if (!(this.rows > 0 && this.columns > 0 && [8, 16].includes(this.bits) && [1, 3].includes(this.samples)
        && first(header, '00280004') !== 'PALETTE COLOR')) {
      throw new Error('no pixels that are drawn here');
    }
  }

  static async open(address) {
    const response = await fetch(address + '/metadata', { headers: { Accept: 'application/dicom+json' } });
    if (!response.ok) throw new Error('metadata: ' + response.status);
    return new Instance(address, (await response.json())[0]);
  }

  /** The functional group of a frame, its own or the shared one, else the data set itself (PS3.3, C.7.6.16). */
  #group(frame, tag) {
    const own = this.header['52009230']?.Value?.[frame - 1]?.[tag]?.Value?.[0];
    return own ?? this.header['52009229']?.Value?.[0]?.[tag]?.Value?.[0] ?? this.header;
  }

  rescale(frame) {
    const group = this.#group(frame, '00289145');
    const slope = Number(first(group, '00281053') ?? 1) || 1;
    const intercept = Number(first(group, '00281052') ?? 0) || 0;
    return { slope, intercept };
  }

  /** The header's first window in rescaled values, or null. */
  window(frame) {
    const group = this.#group(frame, '00289132');
    const center = numbers(group, '00281050')[0];
    const width = numbers(group, '00281051')[0];
    return center !== undefined && width >= 1 ? { center, width } : null;
  }

  /** Millimetres of a pixel, down and across, and where they were measured; null when nothing says so. */
  spacing(frame) {
    const own = numbers(this.#group(frame, '00289110'), '00280030');
    if (own.length === 2 && own[0] > 0 && own[1] > 0) return { row: own[0], column: own[1], where: '' };
    const detector = numbers(this.header, '00181164');
    return detector.length === 2 && detector[0] > 0 && detector[1] > 0
      ? { row: detector[0], column: detector[1], where: ' at the detector' } : null;
  }

  get unit() {
    return first(this.header, '00281054') ?? (first(this.header, '00080060') === 'CT' ? 'HU' : '');
  }

  /** Stored values of a frame, from 1, with halves of it for small views. */
  async frame(number, signal) {
    const known = this.#frames.get(number);
    if (known) {
      this.#frames.delete(number);
      this.#frames.set(number, known);
      return known;
    }
    const response = await fetch(`${this.address}/frames/${number}`, {
      signal,
      headers: { Accept: 'multipart/related; type="application/octet-stream"; transfer-syntax=1.2.840.10008.1.2.1' },
    });
    if (!response.ok) throw new Error('frame: ' + response.status);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const length = this.rows * this.columns * this.samples * (this.bits / 8);
    const begin = endOfHeaders(bytes);
    if (begin < 0 || begin + length > bytes.length) throw new Error('frame: cut short');
    const frame = pyramid(this.#values(bytes.slice(begin, begin + length)), this.rows, this.columns, this.samples);
    this.#frames.set(number, frame);
    if (this.#frames.size > FRAMES_KEPT) this.#frames.delete(this.#frames.keys().next().value);
    return frame;
  }

  #values(bytes) {
    if (this.bits === 8) return this.signed ? new Int8Array(bytes.buffer) : bytes;
    return this.signed ? new Int16Array(bytes.buffer) : new Uint16Array(bytes.buffer);
  }
}

function endOfHeaders(bytes) {
  for (let i = 0; i + 3 < Math.min(bytes.length, 4096); i++) {
    if (bytes[i] === 13 && bytes[i + 1] === 10 && bytes[i + 2] === 13 && bytes[i + 3] === 10) return i + 4;
  }
  return -1;
}

/** The values, and each time half as many rows and columns: what a reduced view shows is a mean and no gap. */
function pyramid(values, rows, columns, samples) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const levels = [{ values, rows, columns }];
  for (let last = levels[0]; Math.min(last.rows, last.columns) > 256; last = levels[levels.length - 1]) {
    levels.push(halved(last, samples));
  }
  return { levels, low, high, samples };
}

function halved({ values, rows, columns }, samples) {
  const down = rows >> 1;
  const across = columns >> 1;
  const half = new values.constructor(down * across * samples);
  const line = columns * samples;
  let to = 0;
  for (let row = 0; row < down; row++) {
    let at = 2 * row * line;
    for (let column = 0; column < across; column++, at += 2 * samples) {
      for (let sample = 0; sample < samples; sample++) {
        const from = at + sample;
        half[to++] = (values[from] + values[from + samples] + values[from + line] + values[from + line + samples]) / 4;
      }
    }
  }
  return { values: half, rows: down, columns: across };
}
