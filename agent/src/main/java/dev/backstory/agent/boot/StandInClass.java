package dev.backstory.agent.boot;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The file of a class that extends {@link StandIn} and has an interface's methods, each of which only calls {@link StandIn#call}. No
 * code in it branches, so it needs no more than instructions one after the other.
 */
final class StandInClass {

    /** Like the JDK's own proxies, which other agents leave alone by their package. */
    static final String NAME = "jdk.proxy.backstory.StandIn";

    private static final String PARENT = "dev/backstory/agent/boot/StandIn";
    private static final String OBJECT = "java/lang/Object";
    private static final int VERSION = 52;
    private static final int SUPER_SYNTHETIC = 0x1020;
    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int METHOD = 10;
    private static final int NAME_AND_TYPE = 12;
    /** The deepest that {@link #callOf} goes: itself, the number, the array twice, an index, and a value of two words. */
    private static final int STACK = 7;

    private final List<Method> methods = new ArrayList<>();
    private final Map<String, Integer> constants = new HashMap<>();
    private final Output pool = new Output();
    private final String type;

    StandInClass(Class<?> type) {
        this.type = type.getName().replace('.', '/');
        Set<String> signatures = new HashSet<>();
        for (Method each : type.getMethods()) {
            if (!Modifier.isStatic(each.getModifiers())
                    && signatures.add(each.getName().concat(descriptor(each)))) {
                methods.add(each);
            }
        }
    }

    /** The methods in the order of their numbers. */
    Method[] methods() {
        return methods.toArray(new Method[0]);
    }

    byte[] file() {
        Output members = new Output();
        members.u2(Modifier.PUBLIC | Modifier.FINAL | SUPER_SYNTHETIC);
        members.u2(type(NAME.replace('.', '/'))).u2(type(PARENT));
        members.u2(1).u2(type(type));
        members.u2(0);
        members.u2(1 + methods.size());
        constructor(members);
        for (int i = 0; i < methods.size(); i++) {
            Method method = methods.get(i);
            code(members, method.getName(), descriptor(method), locals(method), callOf(method, i));
        }
        members.u2(0);
        Output file = new Output();
        file.u4(0xCAFEBABE).u4(VERSION).u2(constants.size() + 1);
        return file.all(pool).all(members).bytes();
    }

    private void constructor(Output members) {
        String descriptor = MethodType.methodType(void.class, InvocationHandler.class, Method[].class)
                .toMethodDescriptorString();
        Output code = new Output();
        code.u1(0x2a).u1(0x2b).u1(0x2c); // aload_0, aload_1, aload_2
        code.u1(0xb7).u2(method(PARENT, "<init>", descriptor)).u1(0xb1); // invokespecial, return
        code(members, "<init>", descriptor, 3, code);
    }

    private void code(Output members, String name, String descriptor, int locals, Output code) {
        members.u2(Modifier.PUBLIC).u2(text(name)).u2(text(descriptor));
        members.u2(1).u2(text("Code")).u4(12 + code.size());
        members.u2(STACK).u2(locals).u4(code.size()).all(code);
        members.u2(0).u2(0);
    }

    private Output callOf(Method method, int number) {
        Class<?>[] given = method.getParameterTypes();
        Output code = new Output();
        code.u1(0x2a).u1(0x11).u2(number); // aload_0, sipush
        if (given.length == 0) {
            code.u1(0x01); // aconst_null
        } else {
            code.u1(0x11).u2(given.length).u1(0xbd).u2(type(OBJECT)); // sipush, anewarray
        }
        int local = 1;
        for (int i = 0; i < given.length; i++) {
            code.u1(0x59).u1(0x11).u2(i); // dup, sipush
            code.u1(0x15 + kind(given[i])).u1(local); // iload, lload, fload, dload, aload
            if (given[i].isPrimitive()) {
                MethodType boxing = MethodType.methodType(wrapper(given[i]), given[i]);
                code.u1(0xb8).u2(method(name(wrapper(given[i])), "valueOf", boxing.toMethodDescriptorString()));
            }
            code.u1(0x53); // aastore
            local += size(given[i]);
        }
        code.u1(0xb6).u2(method(PARENT, "call", "(I[Ljava/lang/Object;)Ljava/lang/Object;"));
        returnOf(method.getReturnType(), code);
        return code;
    }

    private void returnOf(Class<?> returned, Output code) {
        if (returned == void.class) {
            code.u1(0x57).u1(0xb1); // pop, return
            return;
        }
        Class<?> wrapper = wrapper(returned);
        code.u1(0xc0).u2(type(name(wrapper))); // checkcast
        if (returned.isPrimitive()) {
            String unboxing = MethodType.methodType(returned).toMethodDescriptorString();
            code.u1(0xb6).u2(method(name(wrapper), returned.getName().concat("Value"), unboxing));
        }
        code.u1(0xac + kind(returned)); // ireturn, lreturn, freturn, dreturn, areturn
    }

    /** As the instructions for values are ordered. */
    private static int kind(Class<?> type) {
        if (!type.isPrimitive()) {
            return 4;
        }
        return type == long.class ? 1 : type == float.class ? 2 : type == double.class ? 3 : 0;
    }

    private static int size(Class<?> type) {
        return type == long.class || type == double.class ? 2 : 1;
    }

    private static int locals(Method method) {
        int locals = 1;
        for (Class<?> each : method.getParameterTypes()) {
            locals += size(each);
        }
        return locals;
    }

    private static Class<?> wrapper(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private static String descriptor(Method method) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .toMethodDescriptorString();
    }

    private int text(String text) {
        return constant("t".concat(text), new Output().u1(UTF8).text(text));
    }

    private int type(String name) {
        return constant("c".concat(name), new Output().u1(CLASS).u2(text(name)));
    }

    private int method(String owner, String name, String descriptor) {
        Output both = new Output().u1(NAME_AND_TYPE).u2(text(name)).u2(text(descriptor));
        int signature = constant("s".concat(name).concat(descriptor), both);
        Output method = new Output().u1(METHOD).u2(type(owner)).u2(signature);
        return constant("m".concat(owner).concat(name).concat(descriptor), method);
    }

    private int constant(String key, Output constant) {
        Integer known = constants.get(key);
        if (known == null) {
            known = constants.size() + 1;
            constants.put(key, known);
            pool.all(constant);
        }
        return known;
    }

    /** Numbers of so many bytes one after the other. */
    private static final class Output {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream data = new DataOutputStream(bytes);

        Output u1(int value) {
            bytes.write(value);
            return this;
        }

        Output u2(int value) {
            return u1(value >> Byte.SIZE).u1(value);
        }

        Output u4(int value) {
            return u2(value >> Short.SIZE).u2(value);
        }

        Output text(String text) {
            try {
                data.writeUTF(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        Output all(Output other) {
            bytes.writeBytes(other.bytes());
            return this;
        }

        int size() {
            return bytes.size();
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
