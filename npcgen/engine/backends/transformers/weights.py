"""A folder's weights as a torch module on a device, quantised.

Nothing is ever downloaded, and no code of the folder's is run.
"""

import warnings
from typing import Any

import torch
from transformers import AutoModelForCausalLM, BitsAndBytesConfig
from transformers.utils import logging as quiet

from npcgen.engine.backends.transformers.memory import Quantisation
from npcgen.engine.model_folder import ModelFolder, unusable
from npcgen.errors import ConfigError, ModelUnusable

LOCAL = {"local_files_only": True, "trust_remote_code": False}
"""What every call of transformers' is told."""


def needs_bitsandbytes(quantisation: Quantisation, device: torch.device) -> bool:
    return quantisation == "nf4" or (quantisation == "int8" and device.type == "cuda")


def load_weights(folder: ModelFolder, quantisation: Quantisation, device: torch.device) -> Any:
    """The module, ready to compute in its own way. Raises ModelUnusable."""
    quiet.set_verbosity_error()
    quiet.disable_progress_bar()
    options: dict[str, Any] = {"dtype": torch.bfloat16, "attn_implementation": "eager", **LOCAL}
    if quantisation == "none" or (quantisation == "int8" and device.type == "cpu"):
        options["dtype"] = torch.float32
    if needs_bitsandbytes(quantisation, device):
        options["quantization_config"] = _bitsandbytes(quantisation)
        options["device_map"] = {"": str(device)}
    try:
        module, found = AutoModelForCausalLM.from_pretrained(
            folder.path, use_safetensors=True, output_loading_info=True, **options
        )
    except Exception as error:
        raise not_loaded(folder, error) from error
    if found["missing_keys"]:
        lacking = min(found["missing_keys"])
        raise unusable(folder.path, f"lacks weights ({lacking})", "copy or download it again")
    return module.eval() if "device_map" in options else module.to(device).eval()


def _bitsandbytes(quantisation: Quantisation) -> BitsAndBytesConfig:
    if quantisation == "int8":
        return BitsAndBytesConfig(load_in_8bit=True)
    return BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16
    )


def make_int8(module: Any) -> None:
    """Weights in int8 for each row, activations for each step as they come. On a CPU only.

    Raises ConfigError where torch has lost this.
    """
    try:
        from torch.ao.quantization import per_channel_dynamic_qconfig, quantize_dynamic
    except ImportError:
        raise ConfigError(
            f"torch {torch.__version__} can't make int8 weights for a CPU; set torch_quantisation "
            "to bf16, or install torch 2.13"
        ) from None
    with warnings.catch_warnings():
        # It is to move to torchao, which was a third as fast where both were measured.
        warnings.simplefilter("ignore")
        quantize_dynamic(module, {torch.nn.Linear: per_channel_dynamic_qconfig}, inplace=True)


def not_loaded(folder: ModelFolder, error: Exception) -> ModelUnusable:
    """The error for what transformers itself refuses."""
    [first, *_] = str(error).strip().splitlines() or [type(error).__name__]
    return unusable(folder.path, f"can't be loaded by transformers: {first}", "use another model")
