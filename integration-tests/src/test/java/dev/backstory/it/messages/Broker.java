package dev.backstory.it.messages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A real broker, given to a test that has a parameter of its class. Started once for all tests. */
abstract class Broker implements ParameterResolver, AutoCloseable {

    private String address = "";
    private AutoCloseable process = () -> {};

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == getClass();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(getClass(), unused -> started(), Broker.class);
    }

    private Broker started() {
        try {
            start();
            return this;
        } catch (Exception e) {
            IllegalStateException failure = new IllegalStateException("the broker does not start", e);
            try {
                close();
            } catch (Exception further) {
                failure.addSuppressed(further);
            }
            throw failure;
        }
    }

    /** Starts it, and says where it {@link #listens}. */
    abstract void start() throws Exception;

    void listens(String at, AutoCloseable ending) {
        address = at;
        process = ending;
    }

    /** Where it listens. */
    String address() {
        return address;
    }

    @Override
    public void close() throws Exception {
        process.close();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
