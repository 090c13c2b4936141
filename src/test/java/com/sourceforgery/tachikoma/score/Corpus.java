package com.sourceforgery.tachikoma.score;

import java.nio.file.Path;

/** Real material in a folder of its own name, and how the product is scored on it. */
interface Corpus {
    /** Name of its folder. */
    String name();

    /** Lets the product handle all that is in the folder. */
    Scorecard score(Path folder) throws Exception;
}
