package io.tocsin.alert;

/** Why a post was corrected or taken back. */
public enum Reason {
    /** It was deleted at its source. */
    DELETED,
    /** Its author is gone at the source. */
    AUTHOR_REMOVED,
    /** It says something else now. */
    EDITED,
    /** It no longer says where it was made. */
    GEO_SCRUBBED
}
