package io.tocsin.store;

import io.tocsin.post.Span;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Spans as bytes: of each, its start and its length, seven bits a byte, low bits first, the high bit says "more". */
final class Spans {
    private static final int MORE = 0x80;

    private Spans() {}

    static byte[] encode(List<Span> spans) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(spans.size() * 3);
        for (Span span : spans) {
            write(span.start(), out);
            write(span.end() - span.start(), out);
        }
        return out.toByteArray();
    }

    static List<Span> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<Span> spans = new ArrayList<>();
        while (in.hasRemaining()) {
            int start = read(in);
            spans.add(new Span(start, start + read(in)));
        }
        return spans;
    }

    private static void write(int value, ByteArrayOutputStream out) {
        int rest = value;
        while (rest >= MORE) {
            out.write((rest & (MORE - 1)) | MORE);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static int read(ByteBuffer in) {
        int value = 0;
        int shift = 0;
        byte next = in.get();
        while (next < 0) {
            value |= (next & (MORE - 1)) << shift;
            shift += 7;
            next = in.get();
        }
        return value | (next << shift);
    }
}
