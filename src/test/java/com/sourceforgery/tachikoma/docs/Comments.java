package com.sourceforgery.tachikoma.docs;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The comments of one proto file, found by the path of what they stand before (descriptor.proto, SourceCodeInfo). */
final class Comments {
    private final Map<List<Integer>, String> byPath = new HashMap<>();

    Comments(FileDescriptorProto file) {
        for (Location location : file.getSourceCodeInfo().getLocationList()) {
            byPath.put(location.getPathList(), text(location.getLeadingComments()));
        }
    }

    private static String text(String comment) {
        return comment.lines()
                .map(String::strip)
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /** The comment before it, or nothing. */
    String of(int[] parent, int... child) {
        return byPath.getOrDefault(Arrays.stream(path(parent, child)).boxed().toList(), "");
    }

    static int[] path(int[] parent, int... child) {
        return IntStream.concat(Arrays.stream(parent), Arrays.stream(child)).toArray();
    }
}
