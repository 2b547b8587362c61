package io.tocsin.source;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;

/** Where a service is, as requests name it. */
record Host(URI uri) {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private boolean secure() {
        return uri.getScheme().equals("https") || uri.getScheme().equals("wss");
    }

    private int port() {
        return uri.getPort() >= 0 ? uri.getPort() : secure() ? HTTPS : HTTP;
    }

    /** @param path with its query */
    RequestOptions get(String path, Secret token) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(secure())
                .setHost(uri.getHost())
                .setPort(port())
                .setURI(path)
                .putHeader("Authorization", "Bearer " + token.value())
                .putHeader("User-Agent", "tocsin");
    }

    /** @param path with its query */
    WebSocketConnectOptions socket(String path) {
        return new WebSocketConnectOptions()
                .setSsl(secure())
                .setHost(uri.getHost())
                .setPort(port())
                .setURI(path)
                .setTimeout(CONNECT_MILLIS)
                .addHeader("User-Agent", "tocsin");
    }
}
