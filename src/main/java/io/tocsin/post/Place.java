package io.tocsin.post;

import java.util.Optional;

/**
 * A named place that a post was tagged with.
 *
 * @param id the source's
 * @param country its two-letter ISO 3166 code
 * @param area what the place takes up
 */
public record Place(Optional<String> id, String name, Optional<String> country, Optional<Area> area) {}
