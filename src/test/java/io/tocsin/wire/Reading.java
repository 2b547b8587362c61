package io.tocsin.wire;

import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.wire.PostReader.Item;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What a reader makes of bytes. */
final class Reading {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private Reading() {}

    static List<Item> read(PostReader reader, String text) {
        return read(reader, text.getBytes(StandardCharsets.UTF_8));
    }

    static List<Item> read(PostReader reader, byte[] bytes) {
        List<Item> items = new ArrayList<>();
        reader.feed(bytes, NOON, items::add);
        reader.end(NOON, items::add);
        return items;
    }

    /** In pieces of up to {@code most} bytes, some of them empty. */
    static List<Item> read(PostReader reader, byte[] bytes, SplittableRandom random, int most) {
        List<Item> items = new ArrayList<>();
        int end;
        for (int start = 0; start < bytes.length; start = end) {
            end = Math.min(bytes.length, start + random.nextInt(most + 1));
            reader.feed(Arrays.copyOfRange(bytes, start, end), NOON, items::add);
        }
        reader.end(NOON, items::add);
        return items;
    }

    static List<Post> posts(List<Item> items) {
        return items.stream()
                .filter(Item.Good.class::isInstance)
                .map(item -> ((PostEvent.Published) ((Item.Good) item).event()).post())
                .toList();
    }

    /** A post that is so many bytes long. */
    static String post(int bytes) {
        String start = "{\"source\":\"x\",\"id\":\"1\",\"author\":{\"id\":\"a\"},\"text\":\"";
        return start + "a".repeat(bytes - start.length() - 2) + "\"}";
    }

    /** A short post. */
    static String post(String id) {
        return "{\"source\":\"x\",\"id\":\"" + id + "\",\"author\":{\"id\":\"a\"},\"text\":\"flood\"}";
    }
}
