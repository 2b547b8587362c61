package io.tocsin.app;

import io.tocsin.delivery.RetrySchedule;
import io.tocsin.match.CostLimits;
import io.tocsin.subscription.BreakerLimits;
import io.tocsin.webhook.WebhookConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What can be configured, read and checked once, at the start. {@link Settings} says where values come from.
 *
 * @param http where the service listens
 * @param dataDirectory where the embedded store keeps its files
 * @param webhook how endpoints are delivered to
 * @param drain how long a stop may take before what is still open is cut off
 * @param rules what rules may cost and raise
 */
record Config(Http http, Path dataDirectory, WebhookConfig webhook, Duration drain, Rules rules) {
    record Http(String host, int port) {}

    record Rules(CostLimits cost, BreakerLimits breaker) {}

    static Config read(Path file, Map<String, String> environment) {
        return read(Settings.read(file, environment));
    }

    static Config read(Map<String, String> environment) {
        return read(Settings.read(environment));
    }

    private static Config read(Settings settings) {
        Config config = new Config(
                new Http(settings.text("http.host", "127.0.0.1"), settings.number("http.port", 8080, 0, 65535)),
                settings.path("data.directory", Path.of("data")),
                webhook(settings),
                settings.duration("shutdown.drain", Duration.ofSeconds(20), Duration.ZERO, Duration.ofHours(1)),
                rules(settings));
        settings.refuseUnknown();
        return config;
    }

    private static Rules rules(Settings settings) {
        CostLimits cost = CostLimits.DEFAULT;
        BreakerLimits breaker = BreakerLimits.DEFAULT;
        return new Rules(
                new CostLimits(
                        settings.number("rules.maxRules", cost.maxRules(), 0, Integer.MAX_VALUE),
                        settings.number("rules.maxLooksPerPost", cost.maxLooksPerPost(), 0, Integer.MAX_VALUE),
                        settings.number("rules.maxEveryPost", cost.maxEveryPost(), 0, Integer.MAX_VALUE)),
                new BreakerLimits(
                        settings.share("rules.breaker.share", breaker.share()),
                        settings.number("rules.breaker.perSecond", breaker.perSecond(), 0, Integer.MAX_VALUE),
                        settings.duration(
                                "rules.breaker.window", breaker.window(), Duration.ofSeconds(1), Duration.ofHours(1))));
    }

    private static WebhookConfig webhook(Settings settings) {
        WebhookConfig usual = WebhookConfig.standard(Version.text());
        RetrySchedule schedule = usual.schedule();
        List<Duration> waits = new ArrayList<>(List.of(Duration.ZERO));
        waits.addAll(settings.durations(
                "webhook.retries", schedule.waits().subList(1, schedule.waits().size()), Duration.ofDays(30)));
        return new WebhookConfig(
                usual.userAgent(),
                new RetrySchedule(waits, schedule.jitter(), schedule.maxRetryAfter()),
                settings.duration("webhook.timeout", usual.timeout(), Duration.ofMillis(1), Duration.ofMinutes(5)),
                usual.window(),
                usual.concurrency(),
                usual.maxAhead(),
                usual.maxBackOff());
    }
}
