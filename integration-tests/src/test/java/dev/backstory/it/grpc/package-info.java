/** Calls from one service to another by gRPC. Class loader: the application's. */
@NullMarked
package dev.backstory.it.grpc;

import org.jspecify.annotations.NullMarked;
