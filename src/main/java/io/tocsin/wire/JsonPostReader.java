package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One JSON value that is a post, or an array of them, parsed as the bytes come. */
final class JsonPostReader implements PostReader {
    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private @Nullable TokenBuffer value;
    private int depth;
    private boolean inArray;
    private boolean whole;
    private boolean broken;
    private long number;
    private long valueStart;

    JsonPostReader() {
        try {
            parser = Json.FACTORY.createNonBlockingByteArrayParser();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    }

    @Override
    public void feed(byte[] bytes, Instant now, Consumer<Item> out) {
        if (broken) {
            return;
        }
        try {
            feeder.feedInput(bytes, 0, bytes.length);
            readTokens(now, out);
            if (!broken && value != null && tooLong()) {
                failTooLong(out);
            }
        } catch (IOException e) {
            fail(String.valueOf(Json.malformed(e).getMessage()), out);
        }
    }

    @Override
    public void end(Instant now, Consumer<Item> out) {
        if (broken) {
            return;
        }
        try {
            feeder.endOfInput();
            readTokens(now, out);
        } catch (IOException e) {
            fail(String.valueOf(Json.malformed(e).getMessage()), out);
        }
        if (!broken && !whole) {
            fail("end of input (expected: a JSON object, or an array of them)", out);
        }
    }

    private void readTokens(Instant now, Consumer<Item> out) throws IOException {
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = parser.nextToken()) {
            if (whole) {
                fail("more than one JSON value (expected: one; for one a line, use application/x-ndjson)", out);
                return;
            }
            read(token, now, out);
            if (broken) {
                return;
            }
        }
    }

    private void read(JsonToken token, Instant now, Consumer<Item> out) throws IOException {
        if (value == null && depth == 0 && token == JsonToken.START_ARRAY && !inArray) {
            inArray = true;
            return;
        }
        if (value == null && inArray && token == JsonToken.END_ARRAY) {
            whole = true;
            return;
        }
        TokenBuffer tokens = value;
        if (tokens == null) {
            tokens = new TokenBuffer(parser);
            value = tokens;
            number++;
            valueStart = parser.currentLocation().getByteOffset() - 1;
        }
        tokens.copyCurrentEvent(parser);
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth == 0 && tooLong()) {
            failTooLong(out);
        } else if (depth == 0) {
            out.accept(post(tokens, now));
            value = null;
            whole = !inArray;
        }
    }

    private Item post(TokenBuffer tokens, Instant now) throws IOException {
        try {
            return new Item.Good(number, PostEventJson.decode(tokens, now));
        } catch (MalformedException e) {
            return new Item.Bad(number, String.valueOf(e.getMessage()));
        }
    }

    private boolean tooLong() {
        return parser.currentLocation().getByteOffset() - valueStart > MAX_BYTES;
    }

    private void failTooLong(Consumer<Item> out) {
        fail("too long (expected: at most " + MAX_BYTES + " bytes a post)", out);
    }

    private void fail(String reason, Consumer<Item> out) {
        broken = true;
        out.accept(new Item.Broken(value == null ? number + 1 : number, reason));
    }
}
