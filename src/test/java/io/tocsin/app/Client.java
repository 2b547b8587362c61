package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** A user of a node's HTTP interface, with the JDK's client. */
final class Client {
    static final Duration LIMIT = Duration.ofSeconds(10);
    static final ObjectMapper JSON = new ObjectMapper();

    final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
    final String url;
    final String key;

    Client(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /** An answer's status and, unless it is empty, its JSON. */
    record Answer(int status, JsonNode json, HttpResponse<String> response) {}

    Answer get(String path) {
        return send(request(path).GET());
    }

    /** Waits until readiness is answered with this. */
    void untilReadinessIs(int status) {
        Waiting.until(
                "readiness is " + status,
                Duration.ofSeconds(30),
                () -> get("/health/ready").status() == status);
    }

    Answer post(String path, Object body) {
        return send(request(path).header("Content-Type", "application/json").POST(json(body)));
    }

    Answer patch(String path, Object body) {
        return send(request(path).header("Content-Type", "application/json").method("PATCH", json(body)));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** Posts the text as it stands. */
    Answer postText(String path, String contentType, String body) {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    /** Ingests posts, one a line. */
    Answer ingest(String... lines) {
        return postText("/v1/posts", "application/x-ndjson", String.join("\n", lines));
    }

    /** A new subscription; the answer is its id. */
    String subscribe(String name, String rule) {
        Answer created = post("/v1/subscriptions", Map.of("name", name, "rule", rule, "purpose", "a test"));
        if (created.status() != 201) {
            throw new AssertionError(created);
        }
        return created.json().get("id").asText();
    }

    /** Every alert of the subscription's feed, page by page. */
    List<JsonNode> alerts(String subscription) {
        List<JsonNode> alerts = new ArrayList<>();
        String after = "earliest";
        while (true) {
            JsonNode page = get("/v1/subscriptions/" + subscription + "/alerts?limit=500&after=" + after)
                    .json();
            if (page.get("alerts").isEmpty()) {
                return alerts;
            }
            page.get("alerts").forEach(alerts::add);
            String next = page.get("next").asText();
            if (next.equals(after)) {
                throw new AssertionError("page: not empty and without progress: " + page);
            }
            after = next;
        }
    }

    /** The posts of the feed's alerts, each once; the alerts must be numbered 1, 2, 3, … */
    List<String> postsOf(String subscription) {
        List<JsonNode> alerts = alerts(subscription);
        assertThat(alerts)
                .extracting(alert -> alert.get("sequence").asLong())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, alerts.size()).boxed().toList());
        List<String> posts =
                alerts.stream().map(alert -> alert.at("/post/id").asText()).toList();
        assertThat(posts).doesNotHaveDuplicates();
        return posts;
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
            String body = response.body();
            boolean json =
                    response.headers().firstValue("content-type").orElse("").contains("json");
            return new Answer(response.statusCode(), json ? JSON.readTree(body) : JSON.missingNode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + key);
    }

    /** A post of this id and text, as one line of JSON. */
    static String line(String id, String text) {
        return JSON.createObjectNode()
                .put("source", "test")
                .put("id", id)
                .put("text", text)
                .set("author", JSON.createObjectNode().put("id", "a1"))
                .toString();
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        try {
            return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
