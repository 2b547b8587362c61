package io.tocsin.push;

import java.time.Duration;
import java.util.Optional;

/**
 * Who opened a session.
 *
 * @param key the id of the key that it was opened with, or that its ticket was made for
 * @param stay how long it may last without being refreshed; empty if without end
 */
public record Visitor(String key, Optional<Duration> stay) {}
