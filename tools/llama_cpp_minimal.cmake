# Included right after project(llama_cpp): leaves out what npcgen never loads (the common helpers,
# multimodal support), which is two thirds of the build. A normal variable wins over the
# cache entry that the package forces (policy CMP0126).
set(LLAMA_BUILD_COMMON OFF)
set(LLAVA_BUILD OFF)
