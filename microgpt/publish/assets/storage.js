// What this browser keeps for the course: JupyterLite's files, as path -> file.
const storage = document.body.dataset.storage;

// What use(the store of files) gives; undefined where nothing has been kept yet.
export async function files(mode, use) {
  const known = await indexedDB.databases();
  if (!known.some((one) => one.name === storage)) return undefined;
  const base = await answered(indexedDB.open(storage));
  try {
    if (!base.objectStoreNames.contains("files")) return undefined;
    return await answered(use(base.transaction("files", mode).objectStore("files")));
  } finally {
    base.close();
  }
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
