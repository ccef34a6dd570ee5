package recap.train;

import java.nio.ByteBuffer;

/** The element types of the safetensors format; the floating ones can be read as float32. */
enum ElementType {
  BOOL(1),
  U8(1),
  I8(1),
  F8_E5M2(1),
  F8_E4M3(1),
  I16(2),
  U16(2),
  I32(4),
  U32(4),
  I64(8),
  U64(8),
  F16(2, bytes -> float16(bytes.getShort())),
  BF16(2, bytes -> Float.intBitsToFloat(bytes.getShort() << 16)),
  F32(4, ByteBuffer::getFloat),
  F64(8, bytes -> (float) bytes.getDouble());

  /** Takes one element from a little-endian buffer. */
  private interface Decoder {
    float next(ByteBuffer bytes);
  }

  private final int bytes;
  private final Decoder decoder;

  ElementType(int bytes) {
    this(bytes, null);
  }

  ElementType(int bytes, Decoder decoder) {
    this.bytes = bytes;
    this.decoder = decoder;
  }

  /** Bytes of one element. */
  int bytes() {
    return bytes;
  }

  /** Whether it can be read as float32. */
  boolean floating() {
    return decoder != null;
  }

  /** Decodes all whole elements in {@code source} into {@code target}; returns the next index. */
  int decode(ByteBuffer source, float[] target, int start) {
    int i = start;
    while (source.remaining() >= bytes) {
      target[i++] = decoder.next(source);
    }
    return i;
  }

  /** IEEE 754 binary16: one sign bit, five bits of exponent, ten of fraction. */
  static float float16(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1F;
    int fraction = half & 0x3FF;
    if (exponent == 0x1F) {
      return Float.intBitsToFloat(sign | 0x7F800000 | fraction << 13);
    }
    if (exponent == 0) {
      float subnormal = fraction * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    return Float.intBitsToFloat(sign | exponent + 112 << 23 | fraction << 13);
  }
}
