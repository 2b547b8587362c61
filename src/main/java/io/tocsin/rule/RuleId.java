package io.tocsin.rule;

/** A rule's name. */
public record RuleId(String value) {
    public RuleId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("rule id: blank (expected: a name)");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
