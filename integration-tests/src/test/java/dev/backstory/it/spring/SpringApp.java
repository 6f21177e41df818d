package dev.backstory.it.spring;

/** The shop, called by its name: the tests are compiled against no version of Spring. */
final class SpringApp {

    private SpringApp() {}

    /** The port; starts the shop when it is called first. */
    static synchronized Object port() throws Exception {
        return shop().getMethod("port").invoke(null);
    }

    static Object token(String user) throws Exception {
        return shop().getMethod("token", String.class).invoke(null, user);
    }

    private static Class<?> shop() throws ClassNotFoundException {
        return Class.forName("dev.backstory.it.spring.Shop");
    }
}
