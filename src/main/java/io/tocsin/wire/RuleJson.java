package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.match.Explanation;
import io.tocsin.match.RuleCost;
import io.tocsin.post.Post;
import io.tocsin.post.Span;
import io.tocsin.rule.Rule;
import io.tocsin.trial.Sample;
import io.tocsin.trial.Trial;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What may be asked about a rule that nobody need subscribe to, and what is answered. */
public final class RuleJson {
    private static final Shape EXPLAIN = Shape.strict("rule", "post").with("post", PostJson.POST);
    private static final Shape TEST = Shape.strict("rule", "samples");
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private RuleJson() {}

    /** Does the post satisfy the rule? */
    public record Explain(String rule, Post post) {}

    /** What would the rule have matched? */
    public record Test(String rule, OptionalLong samples) {}

    /** @param createdAt stands in where the post does not say when it was made */
    public static Explain decodeExplain(byte[] json, Instant createdAt) {
        Fields fields = FieldsReader.read(json, EXPLAIN, "request").only(Set.of("rule", "post"));
        return new Explain(fields.name("rule"), PostJson.post(fields.object("post"), createdAt));
    }

    public static Test decodeTest(byte[] json) {
        Fields fields = FieldsReader.read(json, TEST, "request").only(Set.of("rule", "samples"));
        return new Test(fields.name("rule"), fields.optionalCount("samples"));
    }

    public static byte[] encode(Rule rule, Explanation explanation) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeBooleanField("matched", explanation.matched());
            json.writeStringField("canonical", rule.canonical());
            writeSpans(json, explanation.spans());
            json.writeArrayFieldStart("clauses");
            for (Explanation.Clause clause : explanation.clauses()) {
                json.writeStartObject();
                json.writeStringField("text", clause.text());
                json.writeBooleanField("holds", clause.holds());
                if (clause.failing().isPresent()) {
                    json.writeStringField("failing", clause.failing().get());
                }
                writeSpans(json, clause.spans());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("words");
            for (String word : explanation.words()) {
                json.writeString(word);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** @param trial empty if no posts are kept to try rules on */
    public static byte[] encode(Rule rule, RuleCost cost, Optional<Trial> trial) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("canonical", rule.canonical());
            json.writeStringField("costClass", Words.of(cost.kind()));
            writeRounded(json, "looksPerPost", cost.load());
            json.writeObjectFieldStart("window");
            json.writeBooleanField("on", trial.isPresent());
            if (trial.isPresent()) {
                writeWindow(json, trial.get());
            }
            json.writeEndObject();
            if (trial.isPresent()) {
                writeMatches(json, trial.get());
            }
            json.writeEndObject();
        });
    }

    private static void writeWindow(JsonGenerator json, Trial trial) throws IOException {
        json.writeNumberField("posts", trial.posts());
        if (trial.oldest().isPresent() && trial.newest().isPresent()) {
            json.writeStringField("oldest", trial.oldest().get().toString());
            json.writeStringField("newest", trial.newest().get().toString());
        }
    }

    private static void writeMatches(JsonGenerator json, Trial trial) throws IOException {
        json.writeNumberField("matches", trial.matches());
        if (trial.perHour().isPresent()) {
            writeRounded(json, "matchesPerHour", trial.perHour().getAsDouble());
        }
        json.writeArrayFieldStart("samples");
        for (Sample sample : trial.samples()) {
            json.writeStartObject();
            json.writeStringField("source", sample.source());
            json.writeStringField("author", sample.author());
            json.writeStringField("kind", Words.of(sample.kind()));
            json.writeStringField("createdAt", sample.createdAt().toString());
            json.writeStringField("receivedAt", sample.receivedAt().toString());
            if (sample.lang().isPresent()) {
                json.writeStringField("lang", sample.lang().get());
            }
            json.writeStringField("text", sample.text());
            writeSpans(json, sample.spans());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeSpans(JsonGenerator json, List<Span> spans) throws IOException {
        json.writeArrayFieldStart("spans");
        for (Span span : spans) {
            json.writeArray(new int[] {span.start(), span.end()}, 0, 2);
        }
        json.writeEndArray();
    }

    /** More digits would say more than is known. */
    private static void writeRounded(JsonGenerator json, String name, double value) throws IOException {
        json.writeNumberField(
                name,
                new BigDecimal(value).round(THREE_DIGITS).stripTrailingZeros().doubleValue());
    }
}
