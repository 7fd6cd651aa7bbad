"""The schedulers that are known to work here, by the names of diffusers and by ours."""

from collections.abc import Mapping

CLASSES: Mapping[str, str] = {
    "ddim": "DDIMScheduler",
    "ddpm": "DDPMScheduler",
    "deis": "DEISMultistepScheduler",
    "dpm": "DPMSolverMultistepScheduler",
    "euler": "EulerDiscreteScheduler",
    "euler-ancestral": "EulerAncestralDiscreteScheduler",
    "heun": "HeunDiscreteScheduler",
    "lcm": "LCMScheduler",
    "lms": "LMSDiscreteScheduler",
    "pndm": "PNDMScheduler",
    "unipc": "UniPCMultistepScheduler",
}
"""By the names that a spec uses."""
SETTINGS: Mapping[str, Mapping[str, bool]] = {"pndm": {"skip_prk_steps": True}}
"""Besides the folder's. Latent models are sampled without PNDM's Runge-Kutta steps at the start."""
FEW_STEPS = "LCMScheduler"
_USUAL = (25, 7.0)
_FEW = (6, 1.0)


def usual(class_name: str) -> tuple[int, float]:
    """Steps and guidance for whom no spec says any."""
    return _FEW if class_name == FEW_STEPS else _USUAL
