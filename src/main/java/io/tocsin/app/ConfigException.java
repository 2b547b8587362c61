package io.tocsin.app;

/** A setting that stops the start. The message is one line that names the key, the value and what is expected. */
final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message);
    }
}
