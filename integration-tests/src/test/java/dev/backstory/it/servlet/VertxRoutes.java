package dev.backstory.it.servlet;

import dev.backstory.it.harness.Case;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Vert.x Web's routers, mounted in each other. */
final class VertxRoutes {

    private VertxRoutes() {}

    static Router all(Vertx vertx) {
        Router users = Router.router(vertx);
        users.route().handler(RoutingContext::next);
        users.get("/users/:id").handler(VertxRoutes::found);
        users.get("/later/:id").handler(context -> vertx.setTimer(1, id -> context.next()));
        users.get("/later/:id").handler(VertxRoutes::found);

        Router shops = Router.router(vertx);
        shops.route("/*").handler(RoutingContext::next);
        shops.route("/all/*").subRouter(users);

        Router all = Router.router(vertx);
        all.route("/*").handler(RoutingContext::next);
        all.route("/routed/api/*").subRouter(users);
        all.route("/routed/shops/*").subRouter(shops);
        all.route("/routed/shop/:shop/*").subRouter(users);
        all.get("/routed/passed/:id").handler(RoutingContext::next);
        all.route("/routed/files/*").handler(VertxRoutes::found);
        all.route("/routed/*").handler(VertxRoutes::found);
        return all;
    }

    private static void found(RoutingContext context) {
        Case.publish("found");
        context.response().setStatusCode(201).end();
    }
}
