package dev.backstory.it.servlet;

/** The kiosk on WebFlux, called by its name: the tests are compiled against no version of Spring. */
final class WebFluxApp {

    private WebFluxApp() {}

    /** The port; starts the kiosk when it is called first. */
    static synchronized Object port() throws Exception {
        return Class.forName("dev.backstory.it.webflux.Kiosk").getMethod("port").invoke(null);
    }
}
