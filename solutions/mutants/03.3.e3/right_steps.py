# right
import hashlib

from labsupport.prompts.store import IntegrityError, Prompt, PromptFolder, PromptNotFound, PromptRef
from labsupport.prompts.versions import Version


class PromptStore(PromptFolder):
    def load(self, ref, version="latest"):
        if isinstance(ref, str) and "@" in ref:
            ref, version = ref.split("@", 1)
        name = ref if isinstance(ref, str) else ref.name
        if not isinstance(ref, str):
            version = ref.version
        file, version = self._pick(name, version)
        text = self.read(file).removeprefix("\ufeff")
        text = "\n".join(text.replace("\r\n", "\n").split("\r"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        record = self.record(file.parent / (file.stem + ".json"))
        if "sha256" not in record or record["sha256"] != digest:
            raise IntegrityError(f"{name} {version} is not what was published", "publish the text as a new version")
        return Prompt(template=text, sha256=digest, meta=dict(record), ref=PromptRef(name, version))

    def _pick(self, name, version):
        known = self.files(name)
        if version == "latest":
            released = [v for v in known if not v.pre] or list(known)
            version = sorted(released)[-1]
        if isinstance(version, str):
            version = Version.parse(version)
        try:
            return known[version], version
        except KeyError:
            listed = ", ".join(map(str, self.versions(name)))
            raise PromptNotFound(f"no version {version} of {name}", f"take one of {listed}") from None
