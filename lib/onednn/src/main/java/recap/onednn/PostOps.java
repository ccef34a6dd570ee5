package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import recap.nn.Activation;
import recap.nn.ReLU;
import recap.nn.Sigmoid;
import recap.nn.Tanh;

/** What a primitive does to each value on the way out; its scratchpad is always ours. */
final class PostOps {
  private final Resources resources;
  private final dnnl_post_ops operations = new dnnl_post_ops();
  private int count;

  PostOps(Resources resources) {
    this.resources = resources;
    Dnn.check(dnnl_post_ops_create(operations), "post-ops");
    resources.own(operations, () -> dnnl_post_ops_destroy(operations));
  }

  /** Applies {@code activation}; nothing if it is null. */
  PostOps activation(Activation activation) {
    if (activation != null) {
      function(algorithm(activation), 0, 0);
    }
    return this;
  }

  /** Takes v to scale * v + shift. */
  PostOps linear(float scale, float shift) {
    return function(dnnl_eltwise_linear, scale, shift);
  }

  /** Takes v to its natural logarithm. */
  PostOps log() {
    return function(dnnl_eltwise_log, 0, 0);
  }

  /** Takes v to e^v. */
  PostOps exp() {
    return function(dnnl_eltwise_exp, 0, 0);
  }

  private PostOps function(int algorithm, float alpha, float beta) {
    Dnn.check(dnnl_post_ops_append_eltwise(operations, algorithm, alpha, beta), "a function");
    count++;
    return this;
  }

  /** Adds what the target already holds. */
  PostOps accumulate() {
    Dnn.check(dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef), "a sum");
    count++;
    return this;
  }

  /**
   * Adds another tensor of the target's layout, or multiplies or divides by it, as {@code
   * algorithm} says; returns the argument under which it is passed.
   */
  int binary(int algorithm, Desc other) {
    Dnn.check(
        dnnl_post_ops_append_binary(operations, algorithm, other.handle()), "a second tensor");
    return (DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (++count)) | DNNL_ARG_SRC_1;
  }

  /** The attributes that carry these operations. */
  dnnl_primitive_attr attributes() {
    var attributes = new dnnl_primitive_attr();
    Dnn.check(dnnl_primitive_attr_create(attributes), "attributes");
    resources.own(attributes, () -> dnnl_primitive_attr_destroy(attributes));
    Dnn.check(
        dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
        "a scratchpad");
    Dnn.check(dnnl_primitive_attr_set_post_ops(attributes, operations), "post-ops");
    return attributes;
  }

  /** oneDNN's name of the function. */
  static int algorithm(Activation activation) {
    if (activation instanceof ReLU) {
      return dnnl_eltwise_relu;
    }
    if (activation instanceof Tanh) {
      return dnnl_eltwise_tanh;
    }
    if (activation instanceof Sigmoid) {
      return dnnl_eltwise_logistic;
    }
    throw unnamed(activation);
  }

  /** The function's name for a backward pass that works from the output. */
  static int algorithmFromOutput(Activation activation) {
    if (activation instanceof ReLU) {
      return dnnl_eltwise_relu_use_dst_for_bwd;
    }
    if (activation instanceof Tanh) {
      return dnnl_eltwise_tanh_use_dst_for_bwd;
    }
    if (activation instanceof Sigmoid) {
      return dnnl_eltwise_logistic_use_dst_for_bwd;
    }
    throw unnamed(activation);
  }

  private static IllegalArgumentException unnamed(Activation activation) {
    return new IllegalArgumentException(
        activation.kind() + ": expected an activation of oneDNN's; name its function in PostOps.");
  }
}
