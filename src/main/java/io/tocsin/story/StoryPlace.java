package io.tocsin.story;

import io.tocsin.post.Geo;
import java.util.Optional;

/** Where a story is, by what its posts say; a name, a point, or both. */
public record StoryPlace(Optional<String> name, Optional<Geo> point) {}
