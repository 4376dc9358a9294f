# diagnosis: form-refused
from labsupport.prompts.store import (
    RECORD,
    IntegrityError,
    Prompt,
    PromptFolder,
    PromptNotFound,
    PromptRef,
    normalised,
    text_hash,
)
from labsupport.prompts.versions import Version, latest


class PromptStore(PromptFolder):
    def load(self, ref, version="latest"):
        if isinstance(ref, PromptRef):
            name, version = ref.name, ref.version
        else:
            name, mark, wanted = ref.partition("@")
            if mark:
                version = wanted
        files = self.files(name)
        if version == "latest":
            version = latest(files)
        elif isinstance(version, str):
            if version.startswith("v"):
                raise PromptNotFound(version, "write it without v")
            version = Version.parse(version)
        if version not in files:
            raise PromptNotFound(f"{name} has no {version}", "there are " + ", ".join(str(v) for v in files))
        meta = self.record(files[version].with_suffix(RECORD))
        text = normalised(self.read(files[version]))
        if text_hash(text) != meta.get("sha256"):
            raise IntegrityError(f"{files[version]} was changed", "restore it")
        return Prompt(text, text_hash(text), meta, ref=PromptRef(name, version))
