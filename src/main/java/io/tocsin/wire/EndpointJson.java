package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.RetiringSecret;
import io.tocsin.delivery.SealedSecret;
import io.tocsin.subscription.SubscriptionId;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An endpoint as JSON: the stored form holds the sealed secret, the shown form none. */
public final class EndpointJson {
    private static final Shape DRAFT = Shape.strict("url", "subscriptions", "description", "enabled");
    private static final Shape ROTATION = Shape.strict("overlap");
    private static final Shape STORED = Shape.of(
                    "id",
                    "url",
                    "subscriptions",
                    "description",
                    "enabled",
                    "sealedSecret",
                    "retiring",
                    "createdAt",
                    "updatedAt",
                    "version")
            .with("retiring", Shape.of("sealedSecret", "until"));

    private EndpointJson() {}

    /** What a request says; what it leaves out is empty. */
    public record Draft(
            Optional<URI> url,
            Optional<Set<SubscriptionId>> subscriptions,
            Optional<String> description,
            Optional<Boolean> enabled) {}

    public static Draft decodeDraft(byte[] json) {
        Fields fields = FieldsReader.read(json, DRAFT, "endpoint")
                .only(Set.of("url", "subscriptions", "description", "enabled"));
        return new Draft(
                fields.optionalText("url").map(EndpointJson::uri),
                fields.optionalTexts("subscriptions").map(EndpointJson::ids),
                fields.optionalText("description"),
                fields.optionalFlag("enabled"));
    }

    /** For how long the secret so far counts beside the new one; empty if the request does not say. */
    public static Optional<Duration> decodeOverlap(byte[] json) {
        return FieldsReader.read(json, ROTATION, "rotation")
                .only(Set.of("overlap"))
                .optionalText("overlap")
                .map(text -> DurationText.decode(text, "overlap"));
    }

    /** The shown form. */
    public static byte[] encode(Endpoint endpoint) {
        return Json.bytes(json -> {
            json.writeStartObject();
            write(json, endpoint);
            json.writeEndObject();
        });
    }

    /** The shown form with the secret, which is told once: in the answer that it was made for. */
    public static byte[] encodeWithSecret(Endpoint endpoint, String secret) {
        return Json.bytes(json -> {
            json.writeStartObject();
            write(json, endpoint);
            json.writeStringField("secret", secret);
            json.writeEndObject();
        });
    }

    /** A page; {@code next} is the id after which the next begins. */
    public static byte[] encodeList(List<Endpoint> endpoints, Optional<String> next) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("endpoints");
            for (Endpoint endpoint : endpoints) {
                json.writeStartObject();
                write(json, endpoint);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (next.isPresent()) {
                json.writeStringField("next", next.get());
            }
            json.writeEndObject();
        });
    }

    public static byte[] encodeStored(Endpoint endpoint) {
        return Json.bytes(json -> {
            json.writeStartObject();
            write(json, endpoint);
            json.writeStringField("sealedSecret", endpoint.secret().base64());
            json.writeArrayFieldStart("retiring");
            for (RetiringSecret before : endpoint.retiring()) {
                json.writeStartObject();
                json.writeStringField("sealedSecret", before.secret().base64());
                json.writeStringField("until", before.until().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    public static Endpoint decodeStored(byte[] json) {
        Fields fields = FieldsReader.read(json, STORED, "endpoint");
        return new Endpoint(
                new EndpointId(fields.text("id")),
                uri(fields.text("url")),
                ids(fields.optionalTexts("subscriptions").orElse(List.of())),
                fields.optionalText("description").orElse(""),
                fields.optionalFlag("enabled").orElse(true),
                new SealedSecret(fields.text("sealedSecret")),
                fields.objects("retiring").stream()
                        .map(before ->
                                new RetiringSecret(new SealedSecret(before.text("sealedSecret")), before.time("until")))
                        .toList(),
                fields.time("createdAt"),
                fields.time("updatedAt"),
                fields.optionalCount("version").orElse(1));
    }

    private static void write(JsonGenerator json, Endpoint endpoint) throws IOException {
        json.writeStringField("id", endpoint.id().value());
        json.writeStringField("url", endpoint.url().toString());
        json.writeArrayFieldStart("subscriptions");
        for (SubscriptionId id : endpoint.subscriptions().stream().sorted().toList()) {
            json.writeString(id.value());
        }
        json.writeEndArray();
        json.writeStringField("description", endpoint.description());
        json.writeBooleanField("enabled", endpoint.enabled());
        json.writeStringField("createdAt", endpoint.createdAt().toString());
        json.writeStringField("updatedAt", endpoint.updatedAt().toString());
        json.writeNumberField("version", endpoint.version());
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new MalformedException("url", '"' + text + '"', "an http or https URL");
        }
    }

    private static Set<SubscriptionId> ids(List<String> texts) {
        Set<SubscriptionId> ids = new LinkedHashSet<>();
        for (String text : texts) {
            try {
                ids.add(new SubscriptionId(text));
            } catch (IllegalArgumentException e) {
                throw new MalformedException("subscriptions", '"' + text + '"', "ids such as sub_…");
            }
        }
        return ids;
    }
}
