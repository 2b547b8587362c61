package io.tocsin.app;

import io.tocsin.cluster.Agreement;
import io.tocsin.delivery.Reach;
import io.tocsin.match.CostLimits;
import io.tocsin.rule.RuleLimits;
import io.tocsin.subscription.BreakerLimits;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** What must be the same on every member: where it is not, the same request would get another answer elsewhere. */
final class Agreements {
    private static final byte[] QUESTION = "tocsin: which key is this?".getBytes(StandardCharsets.UTF_8);

    private Agreements() {}

    /** @param store the name of the store */
    static Agreement of(Config config, SecretKey secret, String store) {
        return new Agreement(
                Version.text(),
                settings(config),
                Map.of(
                        "store.url",
                        new Agreement.Thing(store, "the same database on every member"),
                        "secret.key",
                        new Agreement.Thing(fingerprint(secret), "the same file on every member")));
    }

    private static Map<String, String> settings(Config config) {
        RuleLimits limits = config.rules().limits();
        CostLimits cost = config.rules().cost();
        BreakerLimits breaker = config.rules().breaker();
        Map<String, String> settings = new HashMap<>();
        settings.put("feeds.maxRetention", text(config.feeds().maxRetention()));
        settings.put("rules.maxCharacters", Integer.toString(limits.characters()));
        settings.put("rules.maxTerms", Integer.toString(limits.terms()));
        settings.put("rules.maxDepth", Integer.toString(limits.depth()));
        settings.put("rules.maxRules", Integer.toString(cost.maxRules()));
        settings.put("rules.maxLooksPerPost", Integer.toString(cost.maxLooksPerPost()));
        settings.put("rules.maxEveryPost", Integer.toString(cost.maxEveryPost()));
        settings.put("rules.breaker.share", Double.toString(breaker.share()));
        settings.put("rules.breaker.perSecond", Integer.toString(breaker.perSecond()));
        settings.put("rules.breaker.window", text(breaker.window()));
        Reach reach = config.webhook().reach();
        settings.put("webhook.privateNetworks", reach.privateNetworks().toString());
        settings.put("webhook.httpsOnly", Boolean.toString(reach.httpsOnly()));
        settings.put("webhook.ports", reach.ports().stream().sorted().toList().toString());
        settings.put(
                "sources",
                config.sources().stream()
                        .map(source -> source.name() + " (" + source.type() + ")")
                        .sorted()
                        .collect(Collectors.joining(", ", "[", "]")));
        return settings;
    }

    private static String text(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** Tells the key from others, and nothing of it. */
    private static String fingerprint(SecretKey secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getEncoded(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(QUESTION), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }
}
