package io.tocsin.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The WebJars on the class path. */
final class WebJars {
    private WebJars() {}

    /** The version of a library, as its WebJar's Maven properties say. */
    static String version(String name) {
        String resource = "/META-INF/maven/org.webjars.npm/" + name + "/pom.properties";
        try (InputStream in = Objects.requireNonNull(WebJars.class.getResourceAsStream(resource), resource)) {
            Properties properties = new Properties();
            properties.load(in);
            return Objects.requireNonNull(properties.getProperty("version"), resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
