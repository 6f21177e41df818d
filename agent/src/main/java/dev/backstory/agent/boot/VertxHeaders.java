package dev.backstory.agent.boot;

/** The headers of a message of Vert.x's, which are asked as Netty's are, but take nothing but text. */
final class VertxHeaders extends NettyHeaders {

    private static final Call SET = new Call("set", String.class, String.class);

    private final Object headers;

    VertxHeaders(Object headers) {
        super(headers);
        this.headers = headers;
    }

    @Override
    public void set(String key, String value) {
        SET.on(headers, key, value);
    }
}
