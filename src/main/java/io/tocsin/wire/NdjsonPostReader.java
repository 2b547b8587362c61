package io.tocsin.wire;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.time.Instant;
import java.util.function.Consumer;

/** Newline-delimited JSON; empty lines are passed over. */
final class NdjsonPostReader implements PostReader {
    private final ByteArrayBuilder line = new ByteArrayBuilder();
    private long number = 1;
    private boolean tooLong;

    @Override
    public void feed(byte[] bytes, Instant now, Consumer<Item> out) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                take(bytes, start, i);
                finish(now, out);
                start = i + 1;
            }
        }
        take(bytes, start, bytes.length);
    }

    @Override
    public void end(Instant now, Consumer<Item> out) {
        finish(now, out);
        line.close();
    }

    private void take(byte[] bytes, int start, int end) {
        if (line.size() + end - start > MAX_BYTES) {
            tooLong = true;
            line.reset();
        }
        if (!tooLong) {
            line.write(bytes, start, end - start);
        }
    }

    private void finish(Instant now, Consumer<Item> out) {
        if (tooLong) {
            out.accept(new Item.Bad(number, "too long (expected: at most " + MAX_BYTES + " bytes a post)"));
        } else {
            read(now, out);
        }
        number++;
        tooLong = false;
        line.reset();
    }

    /** {@link ByteArrayBuilder#toByteArray} empties the line, so it is called once. */
    private void read(Instant now, Consumer<Item> out) {
        byte[] json = line.toByteArray();
        if (!blank(json)) {
            out.accept(read(json, now));
        }
    }

    private Item read(byte[] json, Instant now) {
        try {
            return new Item.Good(number, PostJson.decode(json, now));
        } catch (MalformedException e) {
            return new Item.Bad(number, String.valueOf(e.getMessage()));
        }
    }

    private static boolean blank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
