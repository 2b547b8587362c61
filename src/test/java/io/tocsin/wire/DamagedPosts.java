package io.tocsin.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Posts as JSON in which something is not as it should be; some are right nevertheless. */
final class DamagedPosts {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-1",
            "7",
            "1.5",
            "-91.25",
            "1e2",
            "1e400",
            "9223372036854775807",
            "9223372036854775808",
            "\"\"",
            "\" \"",
            "\"reply\"",
            "\"GIF\"",
            "\"2026-11-23T10:00:00.5Z\"",
            "\"2026-02-29T10:00:00Z\"",
            "\"2026-11-23T10:00+01:00\"",
            "\"#a @b $C http://x.org \\ud83c\"",
            "[]",
            "[null]",
            "[\"a\",1]",
            "[[{\"url\":\"u\"}]]",
            "[{\"url\":\"u\"},{\"url\":\"\"},{}]",
            "{}",
            "{\"id\":\"1\",\"name\":\"n\",\"area\":{\"west\":1,\"south\":5,\"east\":3,\"north\":4}}",
            "{\"lat\":1,\"lon\":181,\"x\":{\"x\":[{\"x\":1}]}}");

    private static final List<String> SNIPPETS = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            " ",
            "\n",
            "null",
            "1",
            "-",
            "\\u0041",
            "\\ud83c",
            "\"text\":1,",
            "é",
            "{\"id\":\"2\"}");

    private final SplittableRandom random;
    private final RandomPosts posts;

    DamagedPosts(int seed) {
        random = new SplittableRandom(seed);
        posts = new RandomPosts(seed);
    }

    /** Not JSON, for the most part. */
    byte[] brokenJson() {
        byte[] json = misshapen();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int start = random.nextInt(json.length);
            int end = Math.min(json.length, start + random.nextInt(random.nextBoolean() ? 3 : 200));
            byte[] middle = random.nextInt(4) == 0
                    ? new byte[] {(byte) random.nextInt(256)}
                    : one(SNIPPETS).getBytes(StandardCharsets.UTF_8);
            byte[] head = Arrays.copyOf(json, start);
            byte[] tail = Arrays.copyOfRange(json, random.nextBoolean() ? start : end, json.length);
            json = join(head, random.nextBoolean() ? middle : new byte[0], tail);
        }
        return json;
    }

    /** A JSON object in which fields are missing, or hold something else, or more fields are. */
    byte[] misshapen() {
        try {
            ObjectNode post = (ObjectNode) MAPPER.readTree(PostJson.encode(posts.post()));
            for (int i = random.nextInt(4); i > 0; i--) {
                List<JsonNode> holders = new ArrayList<>();
                collect(post, holders);
                misshape(one(holders));
            }
            return MAPPER.writeValueAsBytes(post);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void misshape(JsonNode holder) throws IOException {
        JsonNode value = MAPPER.readTree(one(VALUES));
        if (holder instanceof ArrayNode list) {
            list.insert(random.nextInt(list.size() + 1), value);
            return;
        }
        ObjectNode object = (ObjectNode) holder;
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.add("more" + random.nextInt(2));
        if (random.nextInt(3) == 0) {
            object.remove(one(names));
        } else {
            object.set(one(names), value);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainerNode()) {
            holders.add(node);
            node.forEach(child -> collect(child, holders));
        }
    }

    private static byte[] join(byte[]... parts) {
        byte[] all = new byte[Stream.of(parts).mapToInt(part -> part.length).sum()];
        int end = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        return all;
    }

    private <T> T one(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }
}
