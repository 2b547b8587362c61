package io.tocsin.post;

import java.util.Optional;

/** A named place that a post was tagged with; the country is its two-letter ISO 3166 code. */
public record Place(String name, Optional<String> country) {}
