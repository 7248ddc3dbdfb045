// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine;

/// Writes picocli's jar with class files of Java 25. Code and names stay as they are.
///
/// Its own class files are of Java 5. They have no stack maps, so HotSpot verifies them the old and slow way at each start, and an AOT cache
/// has no room for them. In the present form they are in the cache, verified: that is a quarter of the time that a command takes.
final class ClassFiles {
    private static final String NOTE = "META-INF/CHANGES";
    private static final String CHANGES = "Class files changed by Rtsock: brought to the format of a newer Java, with stack maps. Nothing else.\n";

    private final ClassFile format = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS);
    /// Bodies are built anew: one that is passed on as it is gets no stack map.
    private final ClassTransform newer = ClassTransform.transformingMethodBodies(CodeBuilder::with)
            .andThen((builder, element) -> builder.with(element instanceof ClassFileVersion ? ClassFileVersion.of(ClassFile.JAVA_25_VERSION, 0) : element));

    private ClassFiles() {}

    /// @param args the jar to write
    public static void main(String[] args) throws IOException, URISyntaxException {
        Path original = Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path target = Path.of(args[0]);
        Files.createDirectories(target.resolveSibling(""));
        try (ZipFile jar = new ZipFile(original.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
            new ClassFiles().rewrite(jar, out);
        }
    }

    private void rewrite(ZipFile jar, ZipOutputStream out) throws IOException {
        List<? extends ZipEntry> entries = jar.stream().toList();
        for (ZipEntry entry : entries) {
            byte[] content = jar.getInputStream(entry).readAllBytes();
            put(out, entry.getName(), entry.getTime(), isCode(entry.getName()) ? format.transformClass(format.parse(content), newer) : content);
        }
        put(out, NOTE, entries.getFirst().getTime(), CHANGES.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isCode(String name) {
        return name.endsWith(".class") && !name.endsWith("module-info.class");
    }

    private static void put(ZipOutputStream out, String name, long time, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(time);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
