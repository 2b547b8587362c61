package io.tocsin.api;

import io.tocsin.wire.YamlJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/** The OpenAPI document, and the AsyncAPI document beside it. */
public final class Contract {
    private final byte[] yaml;
    private final byte[] asyncYaml;

    private Contract(byte[] yaml, byte[] asyncYaml) {
        this.yaml = yaml;
        this.asyncYaml = asyncYaml;
    }

    public static Contract load() {
        return new Contract(resource("openapi.yaml"), resource("asyncapi.yaml"));
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(Contract.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is said in sessions, as an AsyncAPI document. */
    Buffer asyncYaml() {
        return Buffer.buffer(asyncYaml);
    }

    Buffer yaml() {
        return Buffer.buffer(yaml);
    }

    /**
     * What requests are checked against: the document without what the checker does not know (answers, NDJSON) or
     * others do (keys: {@link io.tocsin.access.KeyGate}; the streamed body of ingest, and posts: their reader).
     */
    Future<OpenAPIContract> forRequests(Vertx vertx) {
        JsonObject document = new JsonObject(YamlJson.toJson(yaml));
        document.remove("security");
        document.getJsonObject("components").remove("securitySchemes");
        JsonObject anyAnswer = new JsonObject().put("default", new JsonObject().put("description", ""));
        for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
            for (Map.Entry<String, Object> member : (JsonObject) path.getValue()) {
                if (member.getValue() instanceof JsonObject operation) {
                    operation.put("responses", anyAnswer);
                    operation.put("security", new JsonArray());
                    if (operation.getString("operationId").equals("ingestPosts")) {
                        operation.remove("requestBody");
                    }
                }
            }
        }
        document.getJsonObject("components")
                .getJsonObject("schemas")
                .put("Post", new JsonObject().put("type", "object"));
        document.put("paths", spelledForTheRouter(document.getJsonObject("paths")));
        return OpenAPIContract.from(vertx, document);
    }

    private static JsonObject spelledForTheRouter(JsonObject paths) {
        JsonObject spelled = new JsonObject();
        paths.forEach(path -> spelled.put(forRouter(path.getKey()), path.getValue()));
        return spelled;
    }

    /** The path, in other words: to the router a colon is where a parameter begins. */
    static String forRouter(String path) {
        return path.replace(":", "%3A");
    }
}
