/** A growing byte buffer; `take` copies out what was written and starts over. One instance serves one synchronous encoding at a time. */
export class KeyWriter {
  private bytes = Buffer.allocUnsafe(4096);
  private view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
  length = 0;

  reset(): void {
    this.length = 0;
  }

  take(): Buffer {
    const copy = Buffer.from(this.bytes.subarray(0, this.length));
    this.length = 0;
    return copy;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  uint32(value: number): void {
    this.reserve(4);
    this.view.setUint32(this.length, value);
    this.length += 4;
  }

  uint64(value: bigint): void {
    this.reserve(8);
    this.view.setBigUint64(this.length, value);
    this.length += 8;
  }

  /** Eight bytes whose order is the order of doubles; NaN becomes the lowest, and the two zeros one. */
  orderedDouble(value: number): void {
    this.reserve(8);
    if (Number.isNaN(value)) {
      this.view.setBigUint64(this.length, 0n);
    } else {
      this.view.setFloat64(this.length, value === 0 ? 0 : value);
      this.orderSignedBits();
    }
    this.length += 8;
  }

  // Positive numbers get the sign bit set; negative ones are inverted, so larger magnitudes come first.
  private orderSignedBits(): void {
    const high = this.view.getUint32(this.length);
    if (high & 0x80000000) {
      this.view.setUint32(this.length, ~high >>> 0);
      this.view.setUint32(this.length + 4, ~this.view.getUint32(this.length + 4) >>> 0);
    } else {
      this.view.setUint32(this.length, (high | 0x80000000) >>> 0);
    }
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** UTF-8 ended by a zero byte; bytes 0 and 1 inside are escaped, so the order of strings is the order of bytes. */
  text(value: string): void {
    this.reserve(value.length * 3 + 1);
    const start = this.length;
    this.length += this.bytes.write(value, start);
    if (this.hasControlBytes(start)) this.escape(start);
    this.byte(0);
  }

  private hasControlBytes(start: number): boolean {
    for (let i = start; i < this.length; i++) if ((this.bytes[i] as number) <= 1) return true;
    return false;
  }

  private escape(start: number): void {
    const plain = Buffer.from(this.bytes.subarray(start, this.length));
    this.length = start;
    this.reserve(plain.length * 2 + 1);
    for (const byte of plain) {
      if (byte <= 1) this.bytes[this.length++] = 1;
      this.bytes[this.length++] = byte <= 1 ? byte + 1 : byte;
    }
  }

  /** Inverts everything written since `start`, which reverses its order. */
  invertFrom(start: number): void {
    for (let i = start; i < this.length; i++) this.bytes[i] = ~(this.bytes[i] as number) & 0xff;
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.view = new DataView(grown.buffer, grown.byteOffset, grown.byteLength);
  }
}
