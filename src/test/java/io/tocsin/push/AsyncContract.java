package io.tocsin.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.wire.YamlJson;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The AsyncAPI document, against which frames are held. */
final class AsyncContract {
    private static final AsyncContract LOADED = load();

    private final JsonObject document;
    private final Map<String, Validator> payloads = new LinkedHashMap<>();

    private AsyncContract(JsonObject document) {
        this.document = document;
        JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
        for (String name :
                document.getJsonObject("components").getJsonObject("messages").fieldNames()) {
            JsonObject payload = document.getJsonObject("components")
                    .getJsonObject("messages")
                    .getJsonObject(name)
                    .getJsonObject("payload")
                    .copy()
                    .put("components", new JsonObject().put("schemas", schemas.copy()));
            payloads.put(
                    name,
                    Validator.create(
                            JsonSchema.of(payload),
                            new JsonSchemaOptions()
                                    .setDraft(Draft.DRAFT7)
                                    .setBaseUri("urn:tocsin:" + name)
                                    .setOutputFormat(OutputFormat.Basic)));
        }
    }

    static AsyncContract loaded() {
        return LOADED;
    }

    private static AsyncContract load() {
        try (InputStream in =
                Objects.requireNonNull(AsyncContract.class.getResourceAsStream("/io/tocsin/api/asyncapi.yaml"))) {
            return new AsyncContract(new JsonObject(YamlJson.toJson(in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The types that an operation may carry. */
    Set<String> types(String operation) {
        Set<String> types = new TreeSet<>();
        document.getJsonObject("operations")
                .getJsonObject(operation)
                .getJsonArray("messages")
                .forEach(reference -> {
                    String to = ((JsonObject) reference).getString("$ref");
                    types.add(to.substring(to.lastIndexOf('/') + 1));
                });
        return types;
    }

    /** Whether the document lets this be said in that operation. */
    boolean allows(String operation, JsonObject frame) {
        return types(operation).contains(frame.getString("type"))
                && outcome(frame).getValid();
    }

    void check(String operation, JsonObject frame) {
        assertThat(types(operation)).contains(frame.getString("type"));
        OutputUnit outcome = outcome(frame);
        assertThat(outcome.getValid())
                .as("%s by the document: %s", frame, outcome.toJson())
                .isTrue();
    }

    private OutputUnit outcome(JsonObject frame) {
        return Objects.requireNonNull(payloads.get(frame.getString("type"))).validate(frame);
    }
}
