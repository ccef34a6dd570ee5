/**
 * Image sets and the batches made of them: CIFAR-10, MNIST and generated sets, checksums,
 * normalisation, augmentation, prefetching. Every batch is a pure function of (set, settings, seed,
 * epoch, batch index).
 */
package recap.data;
