package io.tocsin.rule;

/**
 * One word or emoji of a text.
 *
 * @param form folded: equal for equal words
 * @param start in UTF-16 code units
 * @param end in UTF-16 code units, exclusive
 * @param glued part of a run of script without spaces that began before it; a keyword that has it glued wants it glued
 */
public record Token(String form, int start, int end, boolean glued) {
    /** The token stands where {@code wanted}, a token of a rule, may. */
    public boolean satisfies(Token wanted) {
        return form.equals(wanted.form) && (glued || !wanted.glued);
    }
}
