package dev.backstory.agent.boundary;

import java.nio.charset.StandardCharsets;

/** The names of a class file's superclass and interfaces, and no more: it is read for each class of an application. */
final class ClassHead {

    private static final int INTERFACE = 0x0200;
    private static final int UTF8 = 1;

    /** With slashes; empty for {@code Object} and modules. */
    final String[] parents;

    final boolean isInterface;

    private ClassHead(String[] parents, boolean isInterface) {
        this.parents = parents;
        this.isInterface = isInterface;
    }

    /** Fails with a {@code RuntimeException} where that is no class file. */
    static ClassHead of(byte[] file) {
        int[] constants = new int[unsigned(file, 8)];
        int at = 10;
        for (int i = 1; i < constants.length; i++) {
            constants[i] = at;
            int tag = file[at];
            at += size(file, at, tag);
            if (tag == 5 || tag == 6) {
                i++;
            }
        }
        boolean isInterface = (unsigned(file, at) & INTERFACE) != 0;
        int superclass = unsigned(file, at + 4);
        int interfaces = unsigned(file, at + 6);
        String[] parents = new String[(superclass == 0 ? 0 : 1) + interfaces];
        for (int i = 0; i < interfaces; i++) {
            parents[i] = className(file, constants, unsigned(file, at + 8 + 2 * i));
        }
        if (superclass != 0) {
            parents[interfaces] = className(file, constants, superclass);
        }
        return new ClassHead(parents, isInterface);
    }

    private static String className(byte[] file, int[] constants, int index) {
        int name = constants[unsigned(file, constants[index] + 1)];
        return new String(file, name + 3, unsigned(file, name + 1), StandardCharsets.UTF_8);
    }

    /** As in the JVM's specification, 4.4. */
    private static int size(byte[] file, int at, int tag) {
        return switch (tag) {
            case UTF8 -> 3 + unsigned(file, at + 1);
            case 7, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 5;
            case 5, 6 -> 9;
            default -> throw new IllegalArgumentException("no constant has the tag " + tag);
        };
    }

    private static int unsigned(byte[] file, int at) {
        return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
    }
}
