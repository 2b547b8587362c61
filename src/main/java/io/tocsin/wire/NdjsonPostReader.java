package io.tocsin.wire;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.time.Instant;
import java.util.function.Consumer;

/** Newline-delimited JSON; empty lines are passed over. */
final class NdjsonPostReader implements PostReader {
    private static final byte[] NOTHING = {};

    private final ByteArrayBuilder line = new ByteArrayBuilder();
    private long number = 1;
    private boolean tooLong;

    @Override
    public void feed(byte[] bytes, Instant now, Consumer<Item> out) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                finish(bytes, start, i, now, out);
                start = i + 1;
            }
        }
        take(bytes, start, bytes.length);
    }

    @Override
    public void end(Instant now, Consumer<Item> out) {
        finish(NOTHING, 0, 0, now, out);
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

    /** A line that lies in these bytes alone is not copied. */
    private void finish(byte[] bytes, int start, int end, Instant now, Consumer<Item> out) {
        if (line.size() == 0 && !tooLong && end - start <= MAX_BYTES) {
            read(bytes, start, end - start, now, out);
        } else {
            take(bytes, start, end);
            finish(now, out);
        }
        number++;
    }

    /** {@link ByteArrayBuilder#toByteArray} empties the line, so it is called once. */
    private void finish(Instant now, Consumer<Item> out) {
        if (tooLong) {
            out.accept(new Item.Bad(number, "too long (expected: at most " + MAX_BYTES + " bytes a post)"));
        } else {
            byte[] json = line.toByteArray();
            read(json, 0, json.length, now, out);
        }
        tooLong = false;
        line.reset();
    }

    private void read(byte[] bytes, int offset, int length, Instant now, Consumer<Item> out) {
        if (blank(bytes, offset, length)) {
            return;
        }
        Item item;
        try {
            item = new Item.Good(number, PostEventJson.decode(bytes, offset, length, now));
        } catch (MalformedException e) {
            item = new Item.Bad(number, String.valueOf(e.getMessage()));
        }
        out.accept(item);
    }

    private static boolean blank(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
