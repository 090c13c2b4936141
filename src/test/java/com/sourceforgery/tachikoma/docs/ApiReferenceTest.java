package com.sourceforgery.tachikoma.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiReferenceTest {
    private static final Path PAGE = Path.of("docs/api.md");

    /** With {@code -Dapi.reference=write} (bin/api-reference) the page is written anew. */
    @Test
    void thePageSaysWhatTheProtoFilesSay() throws IOException {
        String reference = ApiReference.of(Path.of("target/proto.descriptors"));
        if ("write".equals(System.getProperty("api.reference"))) {
            Files.writeString(PAGE, reference);
        }
        assertEquals(Files.readString(PAGE), reference, "docs/api.md is old: run bin/api-reference");
    }
}
