package io.tocsin.webhook;

import io.tocsin.alert.Alert;
import io.tocsin.delivery.Reach;
import io.tocsin.feed.Entry;
import io.tocsin.wire.AlertJson;
import io.tocsin.wire.CursorText;
import io.tocsin.wire.WebhookJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The way to one endpoint: a signed {@code POST} per attempt. The request is a Standard Webhook and at the same time a
 * CloudEvent in binary mode. Belongs to the context that the client was made on.
 */
final class WebhookCarrier {
    /** Less than servers commonly keep an idle connection, so that they rarely close it under a request. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    // Given once.
    private final Vertx vertx;
    private final HttpClient client;
    private final URI url;
    private final Destination destination;
    private final Signer signer;
    private final WebhookConfig config;
    private final CursorText cursors;
    private final InstantSource clock;

    WebhookCarrier(
            Vertx vertx,
            HttpClient client,
            Names names,
            URI url,
            Signer signer,
            WebhookConfig config,
            CursorText cursors,
            InstantSource clock) {
        this.vertx = vertx;
        this.client = client;
        this.url = url;
        this.destination = new Destination(url, config.reach(), names);
        this.signer = signer;
        this.config = config;
        this.cursors = cursors;
        this.clock = clock;
    }

    /** Connections for one endpoint: as many as it may have requests. */
    static HttpClient client(Vertx vertx, WebhookConfig config) {
        return client(vertx, config, new HttpClientOptions());
    }

    /** @param trusting what certificates to trust; none said is those that the JDK trusts */
    static HttpClient client(Vertx vertx, WebhookConfig config, HttpClientOptions trusting) {
        return vertx.createHttpClient(
                trusting.setConnectTimeout((int) config.timeout().toMillis()).setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
                new PoolOptions()
                        .setHttp1MaxSize(config.pace().concurrency())
                        .setMaxWaitQueueSize(config.pace().concurrency()));
    }

    /** Makes one attempt. Whatever the far side does is a {@link Reply}; the future fails only on our own bug. */
    Future<Reply> attempt(Entry entry) {
        byte[] body = WebhookJson.encode(entry, cursors);
        Exchange exchange = new Exchange(vertx, config.timeout(), clock);
        return exchange.run(
                destination.address(), address -> connect(address, entry.alert(), body), Buffer.buffer(body));
    }

    private Future<HttpClientRequest> connect(SocketAddress address, Alert alert, byte[] body) {
        return client.request(options(address, alert, body)).onFailure(failure -> destination.unreachable());
    }

    /** The connection is to the address alone; its host's name goes into the request and is what TLS verifies. */
    private RequestOptions options(SocketAddress address, Alert alert, byte[] body) {
        String id = alert.id().value();
        Instant now = clock.instant();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(address)
                .setHost(url.getHost())
                .setPort(Reach.port(url))
                .setSsl(url.getScheme().equals("https"))
                .setURI(target(url))
                .setFollowRedirects(false)
                .putHeader("content-type", "application/json")
                .putHeader("user-agent", config.userAgent())
                .putHeader("webhook-id", id)
                .putHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .putHeader("webhook-signature", signer.sign(id, now.getEpochSecond(), body))
                .putHeader("ce-specversion", "1.0")
                .putHeader("ce-id", id)
                .putHeader("ce-source", "/v1/subscriptions/" + alert.subscription())
                .putHeader("ce-type", AlertJson.type(alert))
                .putHeader("ce-time", alert.raisedAt().toString());
    }

    /** What of the URL is said to the host. */
    private static String target(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
