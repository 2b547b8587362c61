package io.tocsin.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.wire.PostReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A post of which is known to which event it belongs; 0 for none. */
record LabelledPost(Post post, int event) {
    Instant at() {
        return post.createdAt();
    }

    LabelledPost later(Duration by) {
        return new LabelledPost(post.as(post.id(), post.createdAt().plus(by)), event);
    }

    static List<LabelledPost> read(Path file, int event) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<LabelledPost> posts = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode node = json.readTree(line);
            int label = node.path("label").asText().equals("on-topic") ? event : 0;
            PostReader.ndjson().feed((line + "\n").getBytes(StandardCharsets.UTF_8), Instant.EPOCH, item -> {
                if (!(item instanceof PostReader.Item.Good good)
                        || !(good.event() instanceof PostEvent.Published made)) {
                    throw new IllegalArgumentException(file + ": " + item + " (expected: a post)");
                }
                posts.add(new LabelledPost(made.post(), label));
            });
        }
        return posts;
    }
}
