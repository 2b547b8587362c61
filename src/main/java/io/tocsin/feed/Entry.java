package io.tocsin.feed;

import io.tocsin.alert.Alert;
import java.util.Optional;

/** An alert as a reader gets it; the post's body is empty where a deletion has erased it. */
public record Entry(Alert alert, Optional<Body> body) {}
